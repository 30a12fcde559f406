from benchmarks import results


def test_measuring_one_part_again_leaves_the_other(tmp_path):
    path = tmp_path / "results.md"
    results.write("服务", "两核", ["| 对话 | 1 ms |"], path=path)
    results.write("检索规模", "两核", ["### 1,000 段", "", "| bm25s | 3 ms |"], path=path)

    results.write("服务", "四核", ["| 对话 | 2 ms |"], path=path)

    text = path.read_text(encoding="utf-8")
    assert text.count("## 服务") == text.count("### 1,000 段") == 1
    assert "2 ms" in text
    assert "1 ms" not in text
    assert "bm25s | 3 ms" in text

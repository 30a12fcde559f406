import pytest

from retrieval.__main__ import main

COMMANDS = ("index", "search", "ask", "train", "evaluate", "bench")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])

    assert stopped.value.code == 0
    assert f"例：python -m retrieval {command}" in capsys.readouterr().out


def test_ask_prints_quote_and_source(searcher, capsys):
    assert main(["ask", "依申请公开多少个工作日答复"]) == 0

    said = capsys.readouterr().out
    assert "20个工作日" in said
    assert "第八条" in said


def test_ask_says_when_it_does_not_know(searcher, capsys):
    assert main(["ask", "社保卡丢了去哪里补"]) == 0

    assert "没有查到" in capsys.readouterr().out


def test_a_failure_is_one_clear_line(tmp_path, capsys):
    assert main(["ask", "延期", "--index", str(tmp_path)]) == 1

    assert capsys.readouterr().err.count("\n") == 1


def test_missing_training_data_is_said(tmp_path, capsys):
    assert main(["train", "--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 1

    assert "训练数据" in capsys.readouterr().err

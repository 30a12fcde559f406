import gzip
import json
from dataclasses import replace

import pytest
from sentence_transformers import SentenceTransformer

from retrieval import training
from retrieval.encode import DEFAULT_ENCODER
from retrieval.errors import InputUnusable
from retrieval.mining import mine
from retrieval.row_adam import RowAdam
from retrieval.training import ANSWERED, Recipe, read_pairs, train

RECIPE = Recipe(dim=16, matryoshka=(16, 8), vocabulary=500, least=1, epochs=4, first_epochs=1, batch=4, mined_least=0.0)
QUESTIONS = {
    "借钱不还怎么办": "借款人应当按照约定返还借款",
    "老板不发工资": "用人单位应当及时足额支付劳动报酬",
    "被狗咬了谁赔": "饲养的动物造成他人损害的应当承担侵权责任",
    "楼上扔东西砸到人": "禁止从建筑物中抛掷物品",
}


@pytest.fixture
def data(tmp_path):
    for folder in ("train", "text"):
        (tmp_path / folder).mkdir()
    pairs = [f"{question}\t{answer}\t{ANSWERED}" for question, answer in QUESTIONS.items()]
    pairs += [f"第{number}个问题怎么问\t问题{number}怎样提出\tpara" for number in range(16)]
    with gzip.open(tmp_path / "train" / "pairs.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(pairs) + "\n")
    with gzip.open(tmp_path / "text" / "law_articles.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, answer in enumerate(QUESTIONS.values()):
            file.write(json.dumps({"law": "某法", "article": f"第{number}条", "text": answer + "。"}) + "\n")
    return tmp_path


def weights(folder):
    return (folder / "model.safetensors").read_bytes()


def test_a_question_is_paired_with_the_article_its_answer_speaks_of():
    model = SentenceTransformer(str(DEFAULT_ENCODER), device="cpu")
    articles = [
        "某法 第一条\n借款人应当按照约定返还借款。",
        "某法 第二条\n禁止从建筑物中抛掷物品。",
        "某法 第三条\n其他。",
    ]

    found = list(mine(model, [("借钱不还", "借款应当返还")], articles, count=1, least=0.0))

    assert found == [("借钱不还", articles[0])]


class Interrupted(RowAdam):
    """Is interrupted at the sixth step of the final model; the first model took five."""

    steps = 0

    def step(self, closure=None):
        Interrupted.steps += 1
        if Interrupted.steps == 11:
            raise KeyboardInterrupt
        return super().step(closure)


def test_an_interrupted_training_ends_with_the_same_weights(data, tmp_path, monkeypatch):
    whole, resumed, work = tmp_path / "whole", tmp_path / "resumed", tmp_path / "work"
    monkeypatch.setattr(training, "SAVE_STEPS", 4)
    train(data, whole, work=work, recipe=RECIPE, device="cpu")

    with monkeypatch.context() as patched:
        patched.setattr(training, "RowAdam", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(data, resumed, work=work, recipe=RECIPE, device="cpu")
    assert [path.name for path in (work / "final").glob("checkpoint-*")] == ["checkpoint-4"]
    train(data, resumed, work=work, recipe=RECIPE, device="cpu")

    assert weights(whole) == weights(resumed)
    assert not work.exists()


def test_checkpoints_of_another_recipe_are_not_taken_up(tmp_path):
    training._open_work(tmp_path / "work", RECIPE)
    (tmp_path / "work" / "mined.json").write_text("", encoding="utf-8")

    training._open_work(tmp_path / "work", RECIPE)
    assert (tmp_path / "work" / "mined.json").is_file()

    training._open_work(tmp_path / "work", replace(RECIPE, seed=8))
    assert not (tmp_path / "work" / "mined.json").is_file()


def test_a_line_without_three_columns_is_named(data):
    with gzip.open(data / "train" / "pairs.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("甲\t乙\n")

    with pytest.raises(InputUnusable, match="第 1 行"):
        read_pairs(data)

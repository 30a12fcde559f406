import pytest

from retrieval.normal import normalise, number

SPELLINGS = {
    "繁体": ("沒人處理", "没人处理"),
    "全角": ("１２３４５", "12345"),
    "大写字母": ("ＡＰＰ", "app"),
    "条文序号": ("第二十条", "第20条"),
    "期限": ("十五个工作日", "15个工作日"),
    "季度": ("第二季度", "第2季度"),
    "不是数的不动": ("三溪镇一般不收", "三溪镇一般不收"),
    "标点": ("能延期吗？！", "能延期吗"),
}


@pytest.mark.parametrize("written, expected", SPELLINGS.values(), ids=SPELLINGS)
def test_many_spellings_become_one(written, expected):
    assert normalise(written) == expected


@pytest.mark.parametrize(
    "numeral, value", [("十", 10), ("二十三", 23), ("二百零五", 205), ("二〇二〇", 2020), ("甲", None)]
)
def test_numerals(numeral, value):
    assert number(numeral) == value

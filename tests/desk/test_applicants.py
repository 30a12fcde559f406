"""Which column of the yearly report a name belongs to."""

import pytest

from desk import applicants
from desk.filings import APPLICANTS


@pytest.mark.parametrize(
    "name, sort",
    [
        ("陈某", "自然人"),
        ("欧阳某某", "自然人"),
        ("厂", "自然人"),
        ("陈公司", "自然人"),
        ("某某建材有限公司", "商业企业"),
        ("某某县化肥厂", "商业企业"),
        ("安徽某某律师事务所", "法律服务机构"),
        ("某某农业科学研究院", "科研机构"),
        ("某某大学", "科研机构"),
        ("某某县摄影协会", "社会公益组织"),
        ("某某公益基金会", "社会公益组织"),
        ("某某茶叶专业合作社", "其他"),
        ("某某镇某某村委会", "其他"),
    ],
)
def test_the_name_says_the_sort(name, sort):
    assert applicants.sort(name) == sort
    assert sort in APPLICANTS

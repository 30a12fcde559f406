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


@pytest.mark.parametrize(
    "answer, name",
    [
        ("某某建材有限公司", "某某建材有限公司"),
        ("我们单位是某某县摄影协会", "某某县摄影协会"),
        ("我们公司叫某某（旌德）茶业有限公司", "某某（旌德）茶业有限公司"),
        ("陈某某", None),
        ("不知道", None),
        ("电话13900000001，某某公司", None),
    ],
)
def test_a_bare_answer_is_an_organisation(answer, name):
    assert applicants.organisation(answer) == name

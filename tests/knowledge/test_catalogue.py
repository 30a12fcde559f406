"""Facts about the knowledge we ship."""

from __future__ import annotations

import re

import pytest

from desk import limits
from knowledge.catalogue import Catalogue
from knowledge.questions import without_space
from knowledge.units import ANY_TOWN, names_of

SATURDAY = 5
SPOKEN = {1: "一", 2: "两", 3: "三", 6: "六", 60: "六十"}
MAKE_UP_DAYS = {
    2020: ("01-19", "04-26", "05-09", "06-28", "09-27", "10-10"),
    2021: ("02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"),
    2026: ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
}


def stands(rule, text):
    """Whether the rule's number and unit are printed, in digits or as spoken: 5个工作日, 一年."""
    numbers = (str(rule.value), SPOKEN.get(rule.value, "?"))
    return any(f"{number}{between}{rule.unit}" in text for number in numbers for between in ("", "个"))


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue.load()


def test_there_are_ten_towns_and_thirty_county_units(catalogue):
    kinds = [unit.kind for unit in catalogue.units]

    assert (kinds.count("镇"), kinds.count("县直"), kinds.count("县政府办")) == (10, 30, 1)


def test_all_but_two_units_are_assessed(catalogue):
    left_out = [unit.name for unit in catalogue.units if not unit.assessed]

    assert left_out == ["退役军人事务局", "医保局", "县政府办"]


@pytest.mark.parametrize("document", ["bulletin-2020-q1", "bulletin-2020-q2", "bulletin-2020-q3"])
def test_every_unit_of_a_bulletin_is_known(catalogue, document):
    names = names_of(catalogue.units)
    rows = [block for found in catalogue.documents if found.id == document for block in found.blocks if block.header]
    units = [block.text.split("\t")[1] for block in rows]

    assert len(units) >= 38
    assert {name for name in units if name} - set(names) <= {"合计"}


def test_every_phone_stands_in_a_document(catalogue):
    text = "".join(document.text for document in catalogue.documents)
    phones = [phone.number for unit in catalogue.units for phone in unit.phones]

    assert phones
    assert [number for number in phones if number not in text] == []


def test_every_town_has_its_places(catalogue):
    assert [town.name for town in catalogue.places] == [unit.name for unit in catalogue.units if unit.kind == "镇"]


def test_every_unit_that_answers_topics_is_known(catalogue):
    asked = {topic.unit for topic in catalogue.topics}

    assert asked - {unit.name for unit in catalogue.units} == {None, ANY_TOWN}
    assert {unit.name for unit in catalogue.units if unit.kind == "县直"} <= asked


def test_every_year_from_2007_to_2026_has_a_notice(catalogue):
    assert [notice.year for notice in catalogue.holidays] == list(range(2007, 2027))


@pytest.mark.parametrize("year,days", MAKE_UP_DAYS.items())
def test_make_up_working_days_are_those_of_the_notice(catalogue, year, days):
    notice = next(notice for notice in catalogue.holidays if notice.year == year)
    worked = [f"{day.day:%m-%d}" for day in notice.days if not day.off and day.day.weekday() >= SATURDAY]

    assert tuple(worked) == days


@pytest.mark.parametrize(
    "rule,value",
    {
        "ticket.consultation": limits.CONSULTATION_DAYS,
        "ticket.matter": limits.MATTER_DAYS,
        "ticket.extension.days": limits.TICKET_EXTENSION_DAYS,
        "score.claim": limits.CLAIM_DAYS,
        "leader.days": limits.LEADER_DAYS,
        "leader.notice": limits.LEADER_NOTICE_DAYS,
        "disclosure.supplement": limits.SUPPLEMENT_NOTICE_DAYS,
        "disclosure.third_party": limits.OPINION_DAYS,
        "disclosure.answer": limits.ANSWER_DAYS,
        "disclosure.extension": limits.DISCLOSURE_EXTENSION_DAYS,
    }.items(),
)
def test_the_desk_uses_the_rules_numbers(catalogue, rule, value):
    assert catalogue.rules[rule].value == value


def test_every_number_of_a_rule_stands_in_its_document(catalogue):
    texts = {document.id: without_space(document.text) for document in catalogue.documents}
    rules = [rule for rule in catalogue.rules.values() if rule.document and isinstance(rule.value, int)]

    assert len(rules) > 30
    assert [rule.id for rule in rules if not stands(rule, texts[rule.document])] == []


def test_every_conflict_names_an_article_of_the_disclosure_rules(catalogue):
    assert {conflict.document for conflict in catalogue.conflicts} == {"disclosure-rules"}
    assert len(catalogue.conflicts) >= 14


def test_every_outcome_of_the_yearly_report_has_a_reason(catalogue):
    assert list(dict.fromkeys(reason.outcome for reason in catalogue.reasons)) == [
        "予以公开",
        "部分公开",
        "不予公开",
        "无法提供",
        "不予处理",
        "其他处理",
    ]


def test_refusals_say_that_review_comes_first_and_absence_asks_for_a_search(catalogue):
    reasons = {reason.code: reason for reason in catalogue.reasons}

    assert all(reason.review_first for reason in reasons.values() if reason.outcome == "不予公开")
    assert [code for code, reason in reasons.items() if reason.weighing] == [
        "internal_affairs",
        "deliberation",
        "enforcement_file",
    ]
    assert reasons["not_found"].search


def test_the_seven_letters_hide_their_applicants(catalogue):
    letters = [document for document in catalogue.documents if document.kind == "答复书"]
    addressees = [without_space(letter.text).split("：")[0] for letter in letters]

    assert len(letters) == 7
    assert all(re.search(r"（申请(?:人|企业)）$", addressee) for addressee in addressees)


def test_nothing_holds_a_mobile_or_identity_number(catalogue):
    texts = [document.text for document in catalogue.documents]
    texts += [question for group in catalogue.questions for question in (*group.questions, *group.negative)]
    texts += [question for topic in catalogue.topics for question in topic.questions]

    assert [text for text in texts if re.search(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", text)] == []

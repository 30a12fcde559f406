"""What people decide against the router's proposal is kept, handed out without personal data, and learnt."""

import json
import shutil

import pytest
from sqlalchemy import select

from desk import __main__ as desk
from desk import corrections, filing, routing_training
from desk.case_records import Correction
from desk.routing import Router
from desk.ticket_table import TicketType
from knowledge.routing_examples import RoutingExample, load_routing_examples
from knowledge.source import KNOWLEDGE
from knowledge.units import load_units
from tests.builders import AGENT, CITIZEN, OFFICE, OFFICER, a_routing, a_ticket_filing, filed_ticket, walk

RETURNED = {"reason": "不属本局", "basis": "三定方案", "unit": "城管执法局"}
UNSURE = a_routing(sure=False)


@pytest.fixture
def file(sessions, at, calendar, vault):
    def one(key="t", **overrides):
        return filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key=key, **overrides).number

    return one


def kept(sessions):
    with sessions() as session:
        rows = session.execute(select(Correction)).scalars()
        return [(row.proposed_unit, row.chosen_unit, row.proposed_kind, row.chosen_kind, row.by) for row in rows]


CHOICES = {
    "转办给推荐的单位": (UNSURE, [("转办", {"unit": "住建局"}, AGENT)], []),
    "转办给另一单位": (
        UNSURE,
        [("转办", {"unit": "交运局"}, AGENT)],
        [("住建局", "交运局", "投诉", "投诉", AGENT.name)],
    ),
    "改定类型": (
        UNSURE,
        [("改定类型", {"kind": "求助"}, OFFICE)],
        [("住建局", "住建局", "投诉", "求助", OFFICE.name)],
    ),
    "签收前改派": (
        a_routing(),
        [("再派", {"unit": "城管执法局"}, AGENT)],
        [("住建局", "城管执法局", "投诉", "投诉", AGENT.name)],
    ),
    "退回后再派": (
        a_routing(),
        [("签收", {}, OFFICER), ("退回", RETURNED, OFFICER), ("再派", {"unit": "城管执法局"}, AGENT)],
        [("住建局", "城管执法局", "投诉", "投诉", AGENT.name)],
    ),
    "改了又改回来": (
        a_routing(),
        [("再派", {"unit": "城管执法局"}, AGENT), ("再派", {"unit": "住建局"}, AGENT)],
        [
            ("住建局", "城管执法局", "投诉", "投诉", AGENT.name),
            ("住建局", "住建局", "投诉", "投诉", AGENT.name),
        ],
    ),
    "系统自动转办": (a_routing(), [("签收", {}, OFFICER)], []),
}


@pytest.mark.parametrize("routing, steps, rows", CHOICES.values(), ids=CHOICES.keys())
def test_only_a_persons_other_choice_is_kept(sessions, file, at, calendar, routing, steps, rows):
    walk(sessions, file(routing=routing), [(*step, at) for step in steps], calendar=calendar)

    assert kept(sessions) == rows


def test_a_type_the_agent_chose_while_filing_is_kept_and_a_citizens_is_not(sessions, at, calendar, vault):
    for by in (AGENT, CITIZEN):
        with sessions.begin() as session:
            filing.file_ticket(
                session,
                a_ticket_filing(kind=TicketType.HELP),
                key=by.name,
                routing=UNSURE,
                by=by,
                at=at,
                calendar=calendar,
                vault=vault,
            )

    assert kept(sessions) == [("住建局", "住建局", "投诉", "求助", AGENT.name)]


def test_the_export_is_what_people_settled_on_in_the_format_of_the_examples(sessions, file, at, calendar, tmp_path):
    text = "门口的树被人砍了，电话13900000009"
    first = file("1", matter=text, routing=UNSURE)
    walk(
        sessions,
        first,
        [("改定类型", {"kind": "求助"}, AGENT, at), ("转办", {"unit": "林业局"}, AGENT, at)],
        calendar=calendar,
    )
    hidden = {"举报": {"kind": TicketType.REPORT}, "保密": {"confidential": True}}
    for key, overrides in hidden.items():
        number = file(key, routing=UNSURE, matter=f"{key}件的内容", **overrides)
        walk(sessions, number, [("转办", {"unit": "林业局"}, AGENT, at)], calendar=calendar)
    back = file("b", matter="后来被退回的", routing=UNSURE)
    sign = ("签收", {}, OFFICER, at)
    walk(
        sessions,
        back,
        [
            ("改定类型", {"kind": "求助"}, AGENT, at),
            ("转办", {"unit": "住建局"}, AGENT, at),
            sign,
            ("退回", RETURNED, OFFICER, at),
        ],
        calendar=calendar,
    )
    with sessions() as session:
        found = corrections.lessons(session)
        (line,) = corrections.lines(found.units)

    assert found.kinds == found.units
    assert json.loads(line) == {"unit": "林业局", "type": "求助", "texts": ["门口的树被人砍了，电话139****0009"]}
    (tmp_path / "routing_examples.jsonl").write_text(line, encoding="utf-8")
    assert [each.unit for each in load_routing_examples(load_units(), tmp_path)] == ["林业局"]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The real examples of a few units without the topics: all of them take long to learn."""
    root = tmp_path_factory.mktemp("few")
    for name in ("departments.yml", "places.yml", "type_cues.yml"):
        shutil.copy(KNOWLEDGE / name, root / name)
    examples = (KNOWLEDGE / "routing_examples.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in examples if json.loads(line)["unit"] in ("气象局", "住建局", "公安局")]
    (root / "routing_examples.jsonl").write_text("".join(kept), encoding="utf-8")
    topic = (KNOWLEDGE / "outside_topics.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (root / "outside_topics.jsonl").write_text(topic, encoding="utf-8")
    return root


def test_a_model_learns_from_corrections_and_is_still_current(few, tmp_path):
    taught = tuple(RoutingExample("气象局", "求助", f"嘟噜塔{n}号的蜂鸣灯晚上闪个不停") for n in range(6))
    routing_training.train(tmp_path / "plain", few)
    routing_training.train(tmp_path / "taught", few, corrections=corrections.Lessons(units=taught))
    plain, better = (Router.load(tmp_path / name, few) for name in ("plain", "taught"))

    asked = "我家窗前嘟噜塔的蜂鸣灯晚上闪个不停"
    assert plain.route(asked).candidates[0].unit != "气象局"
    assert better.route(asked).candidates[0].unit == "气象局"
    assert routing_training.is_current(tmp_path / "taught", few)


def test_only_a_type_a_person_changed_teaches_the_type(sessions, file, at, calendar):
    walk(sessions, file(routing=UNSURE), [("转办", {"unit": "交运局"}, AGENT, at)], calendar=calendar)
    with sessions() as session:
        found = corrections.lessons(session)

    assert ([each.unit for each in found.units], found.kinds) == (["交运局"], ())


def test_the_commands_read_the_database(database, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    status = desk.main(["corrections", "--out", str(tmp_path / "out" / "c.jsonl")])

    assert (status, capsys.readouterr().out.strip()) == (0, f"已导出 {tmp_path}/out/c.jsonl（0 条）。")
    assert (tmp_path / "out" / "c.jsonl").read_text(encoding="utf-8") == ""

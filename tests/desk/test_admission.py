"""What comes in by which channel, and what is told a path of its own first."""

from datetime import timedelta

import pytest

from desk.admission import Admission, key_of
from desk.channels import usable
from desk.errors import Excluded, Invalid, NotAllowed
from desk.exclusions import Exclusions
from desk.lifecycle import Role
from knowledge.channels import load_channels
from knowledge.emergencies import load_emergencies
from knowledge.exclusions import load_exclusions
from tests.builders import a_ticket_filing

CHANNELS = load_channels()
DOOR = Admission(CHANNELS, Exclusions(load_exclusions(), load_emergencies()))
COURT = "我不服县法院的判决，请你们改过来"

REFUSED = {  # who, filing, refusal
    "群众冒充电话": (Role.CITIZEN, {"channel": "电话"}, NotAllowed),
    "群众冒充上级": (Role.CITIZEN, {"channel": "市长信箱", "upstream": "1"}, NotAllowed),
    "坐席用网页": (Role.AGENT, {"channel": "网页"}, NotAllowed),
    "坐席直接选领导接听": (Role.AGENT, {"channel": "领导接听"}, NotAllowed),
    "没有的渠道": (Role.AGENT, {"channel": "传真"}, Invalid),
    "上级没有编号": (Role.AGENT, {"channel": "省长热线"}, Invalid),
    "电话有编号": (Role.AGENT, {"channel": "电话", "upstream": "1"}, Invalid),
    "编号太长": (Role.AGENT, {"channel": "省长热线", "upstream": "1" * 61}, Invalid),
}


@pytest.mark.parametrize("role,given,error", REFUSED.values(), ids=REFUSED)
def test_a_filing_that_may_not_come_in(role, given, error, at):
    with pytest.raises(error):
        DOOR.admit(a_ticket_filing(**given), by=role, at=at, insist=False)


@pytest.mark.parametrize("channel", ["来信来访", "政民互动"])
def test_what_arrived_before_has_its_own_moment(channel, at):
    early = a_ticket_filing(channel=channel, received=at - timedelta(days=2))
    ahead = a_ticket_filing(channel=channel, received=at + timedelta(minutes=1))

    assert DOOR.admit(early, by=Role.AGENT, at=at, insist=False) == early
    with pytest.raises(Invalid, match="不能晚于现在"):
        DOOR.admit(ahead, by=Role.AGENT, at=at, insist=False)


def test_a_call_is_received_when_it_is_taken_down(at):
    with pytest.raises(Invalid, match="即时登记"):
        DOOR.admit(a_ticket_filing(channel="电话", received=at), by=Role.AGENT, at=at, insist=False)


def test_a_lawful_path_is_told_with_its_basis_until_somebody_insists(at):
    with pytest.raises(Excluded, match="上诉.*国办函〔2025〕66号"):
        DOOR.admit(a_ticket_filing(matter=COURT), by=Role.CITIZEN, at=at, insist=False)

    assert DOOR.admit(a_ticket_filing(matter=COURT), by=Role.CITIZEN, at=at, insist=True).path == "诉讼"


def test_danger_names_the_number_to_ring_first(at):
    with pytest.raises(Excluded, match="先拨打 119"):
        DOOR.admit(a_ticket_filing(matter="我家厨房着火了"), by=Role.CITIZEN, at=at, insist=False)


def test_to_insist_changes_nothing_of_what_is_taken_anyway(at):
    assert DOOR.admit(a_ticket_filing(), by=Role.CITIZEN, at=at, insist=True).path == ""


def test_each_role_sees_its_channels():
    names = {role: [channel.name for channel in usable(CHANNELS, role)] for role in Role}

    assert names[Role.CITIZEN] == ["网页", "小窗", "微信"]
    assert names[Role.AGENT][0] == "电话"
    assert names[Role.OFFICER] == names[Role.ADMIN] == []


def test_the_number_of_another_platform_is_the_key():
    assert key_of(a_ticket_filing(channel="市长信箱", upstream="7"), "x") == "上级|市长信箱|7"
    assert key_of(a_ticket_filing(), "x") == "x"

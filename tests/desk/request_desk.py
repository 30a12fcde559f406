"""An office that handles requests in a test: files them, does deeds, makes letters, each in its own transaction."""

from itertools import count

from desk import filing, issuing, letters, store
from desk.case import Details
from desk.issuing import Press
from desk.letter_drafts import Choice, available, draft, listed
from desk.letter_office import Office
from knowledge.catalogue import Catalogue
from tests.builders import CHIEF, CITIZEN, CLERK, a_disclosure_filing, moment

AT = moment("2026-11-20 五 10:00")
OFFICE = Office.of(Catalogue.load())
REASONS = OFFICE.reasons
PARTY = "旌德县某建材有限公司"
GIVEN = {"text": "特此答复。", "search": "未检索到", "reason": "尚在讨论", "needed": "见附件"}
_KEYS = count()


def plain(text):
    """A letter as bytes, without Word."""
    day = text.day.isoformat() if text.day else ""
    return "\n".join([text.title, text.number, f"{text.addressee}：", text.body, text.organ, day]).encode()


PRESS = Press(OFFICE, plain)


class RequestDesk:
    """*at* is the moment everything happens at."""

    def __init__(self, sessions, calendar, vault, at=AT):
        self.sessions, self.calendar, self.vault, self.at = sessions, calendar, vault, at

    def filed(self, by=CITIZEN, **overrides):
        wanted = a_disclosure_filing(**overrides)
        with self.sessions.begin() as session:
            return filing.file_disclosure(
                session, wanted, key=f"g-{next(_KEYS)}", by=by, at=self.at, calendar=self.calendar, vault=self.vault
            ).number

    def do(self, case, deed, /, by=CLERK, **details):
        with self.sessions.begin() as session:
            return issuing.perform(
                session,
                case,
                deed,
                Details(**details),
                press=PRESS,
                by=by,
                at=self.at,
                calendar=self.calendar,
                vault=self.vault,
            )

    def case(self, number):
        with self.sessions() as session:
            case = store.disclosure(session, number)
            assert case.events  # loaded while the session is open
            return case

    def draft(self, number, key, by=CLERK, **more):
        with self.sessions.begin() as session:
            return draft(session, number, Choice(key, **more), office=OFFICE, by=by, vault=self.vault)

    def offered(self, number):
        with self.sessions.begin() as session:
            found = available(session, number, office=OFFICE, by=CLERK, vault=self.vault)
            return [(each.choice.key, each.choice.item) for each in found]

    def signed(self, number):
        with self.sessions.begin() as session:
            return [(each.template, each.fields["number"], each.manner) for each in listed(session, number)]

    def sign(self, number, key, by=CHIEF, **more):
        with self.sessions.begin() as session:
            made = letters.sign(
                session, number, Choice(key, **more), office=OFFICE, by=by, at=self.at, vault=self.vault, render=plain
            )
            return made.id, made.fields

    def opened(self, number, by=CITIZEN):
        """The texts of the letters *by* may read."""
        with self.sessions.begin() as session:
            seen = letters.seen(session, number, office=OFFICE, by=by)
            return [
                letters.opened(session, number, each.id, office=OFFICE, by=by, at=self.at, vault=self.vault)[1].decode()
                for each in seen
            ]

    def answered(self, code, wanted="本县2024年度排水管网改造合同", **details):
        """A request whose answer is drafted by the outcome *code*."""
        number = self.filed(wanted=wanted)
        self.draft_answer(number, code, **details)
        return number

    def draft_answer(self, number, code, **details):
        self.do(number, "受理")
        reason = REASONS[code]
        if reason.consulted:
            self.do(number, "征求第三方意见", party=PARTY, text="合同价款可否公开")
            self.do(number, "收到第三方意见", consent="不同意公开", text="含客户名单")
        self.do(number, "拟答复", ground=reason, **{**GIVEN, **details})

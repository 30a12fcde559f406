"""Which class is stored in which table.

The classes are mapped from outside (imperatively), so the rules stay free of SQLAlchemy and their attributes keep
their plain types for mypy.
"""

from __future__ import annotations

from sqlalchemy import Table, event
from sqlalchemy.orm import deferred, foreign, registry, relationship, remote

from desk import (
    case_records,
    case_words,
    disclosure_records,
    disclosure_tables,
    records,
    tables,
    talk_tables,
    turn_mark_tables,
    wechat_records,
    wechat_tables,
)
from desk.disclosure import Disclosure
from desk.events import Event
from desk.tickets import Ticket

mapper = registry(metadata=tables.metadata)


def _history(cases: Table) -> object:
    return relationship(
        Event,
        primaryjoin=cases.c.number == foreign(tables.events.c.number),
        order_by=tables.events.c.sequence,
        overlaps="events",
    )


_number, _merged_into = tables.tickets.c.number, tables.tickets.c.merged_into

mapper.map_imperatively(Event, tables.events)
mapper.map_imperatively(
    Ticket,
    tables.tickets,
    properties={
        "events": _history(tables.tickets),
        "assists": relationship(
            case_records.Assist,
            primaryjoin=_number == foreign(tables.assists.c.number),
            order_by=(tables.assists.c.asked, tables.assists.c.unit),
        ),
        # Read only: what is stored is the number in ``merged_into``.
        "merged": relationship(
            Ticket,
            primaryjoin=_number == foreign(remote(_merged_into)),
            order_by=_number,
            viewonly=True,
        ),
        "main": relationship(
            Ticket, primaryjoin=foreign(_merged_into) == remote(_number), viewonly=True, uselist=False
        ),
    },
)
mapper.map_imperatively(Disclosure, tables.disclosures, properties={"events": _history(tables.disclosures)})
for kind in (Ticket, Disclosure):
    event.listen(kind, "after_insert", case_words.keep)
    event.listen(kind, "after_update", case_words.keep)
mapper.map_imperatively(records.Conversation, tables.conversations)
mapper.map_imperatively(records.Message, tables.messages)
mapper.map_imperatively(records.CaseLink, tables.case_links)
mapper.map_imperatively(records.DraftRecord, tables.drafts)
mapper.map_imperatively(case_records.Identity, tables.identities)
mapper.map_imperatively(records.Gap, tables.gaps)
mapper.map_imperatively(records.Handover, tables.handovers)
mapper.map_imperatively(records.Account, tables.accounts)
mapper.map_imperatively(records.SignIn, tables.sign_ins)
mapper.map_imperatively(records.Failure, tables.failures)
mapper.map_imperatively(case_records.Reminder, tables.reminders)
mapper.map_imperatively(
    case_records.Attachment, tables.attachments, properties={"content": deferred(tables.attachments.c.content)}
)
mapper.map_imperatively(case_records.Assist, tables.assists)
mapper.map_imperatively(case_records.Correction, tables.corrections)
mapper.map_imperatively(case_records.LeaderSession, tables.leader_sessions)
mapper.map_imperatively(case_records.Notice, tables.notices)
mapper.map_imperatively(case_records.ScoreEntry, tables.score_entries)
mapper.map_imperatively(disclosure_records.Letter, disclosure_tables.letters)
mapper.map_imperatively(disclosure_records.Redaction, disclosure_tables.redactions)
mapper.map_imperatively(
    records.DraftFileRecord,
    talk_tables.draft_files,
    properties={"content": deferred(talk_tables.draft_files.c.content)},
)
mapper.map_imperatively(records.Continuation, talk_tables.continuations)
mapper.map_imperatively(wechat_records.WeChatUser, wechat_tables.wechat_users)
mapper.map_imperatively(wechat_records.WeChatTalk, wechat_tables.wechat_talks)
mapper.map_imperatively(wechat_records.WeChatMessage, wechat_tables.wechat_inbox)
mapper.map_imperatively(wechat_records.WeChatPush, wechat_tables.wechat_pushes)
mapper.map_imperatively(records.GapState, turn_mark_tables.gap_states)

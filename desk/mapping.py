"""Which class is stored in which table.

The classes are mapped from outside (imperatively), so the rules stay free of SQLAlchemy and their attributes keep
their plain types for mypy.
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.orm import foreign, registry, relationship

from desk import disclosure_records, disclosure_tables, records, tables
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


mapper.map_imperatively(Event, tables.events)
mapper.map_imperatively(Ticket, tables.tickets, properties={"events": _history(tables.tickets)})
mapper.map_imperatively(Disclosure, tables.disclosures, properties={"events": _history(tables.disclosures)})
mapper.map_imperatively(records.Conversation, tables.conversations)
mapper.map_imperatively(records.Message, tables.messages)
mapper.map_imperatively(records.CaseLink, tables.case_links)
mapper.map_imperatively(records.DraftRecord, tables.drafts)
mapper.map_imperatively(records.Identity, tables.identities)
mapper.map_imperatively(records.Gap, tables.gaps)
mapper.map_imperatively(records.Handover, tables.handovers)
mapper.map_imperatively(records.Account, tables.accounts)
mapper.map_imperatively(records.SignIn, tables.sign_ins)
mapper.map_imperatively(records.Failure, tables.failures)
mapper.map_imperatively(records.Reminder, tables.reminders)
mapper.map_imperatively(records.Attachment, tables.attachments)
mapper.map_imperatively(records.Assist, tables.assists)
mapper.map_imperatively(records.Correction, tables.corrections)
mapper.map_imperatively(records.LeaderSession, tables.leader_sessions)
mapper.map_imperatively(records.Notice, tables.notices)
mapper.map_imperatively(records.ScoreEntry, tables.score_entries)
mapper.map_imperatively(disclosure_records.DisclosureItem, disclosure_tables.disclosure_items)
mapper.map_imperatively(disclosure_records.Consultation, disclosure_tables.consultations)
mapper.map_imperatively(disclosure_records.SearchRecord, disclosure_tables.searches)
mapper.map_imperatively(disclosure_records.Letter, disclosure_tables.letters)
mapper.map_imperatively(disclosure_records.Fee, disclosure_tables.fees)
mapper.map_imperatively(disclosure_records.Redaction, disclosure_tables.redactions)
mapper.map_imperatively(disclosure_records.Proceeding, disclosure_tables.proceedings)

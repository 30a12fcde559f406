"""How long records are kept, as far as a source says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml

UNDETERMINED = "由县政府办确定"
IDENTITY = "身份信息"
ERASED = (IDENTITY,)  # what may be erased of a record
FIELDS = ("code", "kind", "years", "months", "at_least", "since", "erase", "source", "note")


@dataclass(frozen=True)
class Retention:
    """Attributes:
    months: How long; None where no source says so.
    at_least: The time is a minimum, not an end.
    since: The deed it is counted from; empty for records that are not kept here.
    erase: What of the record goes when the time is over; empty when nothing does.
    """

    code: str
    kind: str
    months: int | None
    at_least: bool
    since: str
    erase: str
    source: str
    note: str = ""

    @property
    def term(self) -> str:
        """How long, in words."""
        if self.months is None:
            return UNDETERMINED
        years, months = divmod(self.months, 12)
        words = f"{years} 年" if not months else f"{self.months} 个月"
        return f"不少于 {words}" if self.at_least else words


def load_retention(root: Path = KNOWLEDGE) -> list[Retention]:
    """Read ``retention.yml``; raises KnowledgeError, also where something would be erased without time or start."""
    found: list[Retention] = []
    for record in read_yaml(root / "retention.yml"):
        record.expect(FIELDS)
        each = Retention(
            record.text("code"),
            record.text("kind"),
            _months(record),
            record.flag("at_least", default=False),
            record.optional_text("since"),
            record.choice("erase", ERASED) if record.optional_text("erase") else "",
            record.text("source"),
            record.optional_text("note"),
        )
        if each.erase and (each.months is None or each.at_least or not each.since):
            raise record.refusal("要清除的须写明确定的年限和起算的动作（since）", "erase")
        if any(other.code == each.code for other in found):
            raise record.refusal(f"code {each.code} 重复", "code")
        found.append(each)
    return found


def _months(record: Record) -> int | None:
    given = {key: record.optional_text(key) for key in ("years", "months") if record.optional_text(key)}
    if len(given) > 1:
        raise record.refusal("years、months 只写一个", "months")
    for key, text in given.items():
        if not text.isdigit() or not int(text):
            raise record.refusal(f"{key} 应为大于 0 的整数", key)
        return int(text) * (12 if key == "years" else 1)
    return None

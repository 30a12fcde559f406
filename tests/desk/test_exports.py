"""An Excel file holds what was typed, as text; nothing in it can be run."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk import exports
from desk.moments import SHANGHAI
from desk.ticket_table import State

SEEN = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn")), min_size=1, max_size=40)


def cells(file, row=2):
    """Type and text of each cell of a row, after looking through the whole sheet for formulas and links."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        names = parts.namelist()
        page = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        strings = ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).findall("{*}si")
    assert page.findall(".//{*}f") == []
    assert page.findall(".//{*}hyperlink") == []
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
    found = page.findall(f".//{{*}}row[@r='{row}']/{{*}}c")
    values = [(cell.get("t"), cell.findtext("{*}v")) for cell in found]
    return [(kind, strings[int(value)].findtext("{*}t") if kind == "s" else value) for kind, value in values]


@given(SEEN, st.integers(-(10**9), 10**9))
@example("=1+1", 0)
@example('=HYPERLINK("http://example.org")', 0)
@example("+8613900000001", 0)
@example("-2+3", 0)
@example("@SUM(A1)", 0)
@example("{=1}", 0)
@example("http://example.org", 0)
@example("20201231", 0)
@settings(max_examples=60)
def test_what_was_typed_stays_text_and_numbers_are_numbers(text, number):
    assert cells(exports.to_xlsx(["甲", "乙"], [[text, number]])) == [("s", text), (None, str(number))]


@pytest.mark.parametrize(
    "value,shown",
    [
        (State.CLOSED, "办结"),
        (datetime(2026, 11, 20, 10, tzinfo=SHANGHAI), "2026-11-20 10:00"),
        (True, "是"),
        (False, "否"),
    ],
)
def test_states_and_moments_are_words(value, shown):
    assert cells(exports.to_xlsx(["甲"], [[value]])) == [("s", shown)]


def test_what_is_longer_than_a_cell_is_cut_and_nothing_is_nothing():
    [(_, text)] = cells(exports.to_xlsx(["甲", "乙"], [["长" * 40_000, None]]))

    assert len(text) == exports.LONGEST

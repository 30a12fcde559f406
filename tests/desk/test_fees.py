"""The tariff of 国办函〔2020〕109号."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Invalid
from desk.fees import drafted

ITEMS = {10: 0, 11: 100, 30: 2_000, 31: 2_200, 40: 4_000, 41: 4_300, 50: 7_000, 51: 7_400}
PAGES = {30: 0, 31: 10, 100: 700, 101: 720, 200: 2_700, 201: 2_740}


@pytest.mark.parametrize("items,yuan", ITEMS.items())
def test_items_of_a_month(items, yuan):
    assert drafted("按件", items) == yuan


@pytest.mark.parametrize("pages,yuan", PAGES.items())
def test_pages_of_a_request(pages, yuan):
    assert drafted("按量", pages) == yuan


@given(before=st.integers(0, 80), quantity=st.integers(1, 80))
def test_a_months_requests_cost_together_what_they_cost_at_once(before, quantity):
    earlier = drafted("按件", before) if before else 0

    assert earlier + drafted("按件", quantity, before=before) == drafted("按件", before + quantity)


@pytest.mark.parametrize(
    "method,quantity,before,field",
    [("按件", 0, 0, "数量"), ("按件", 1, -1, "数量"), ("按量", 10, 1, "此前件数"), ("按量", 10**9, 0, "数量")],
)
def test_what_is_no_count_is_refused(method, quantity, before, field):
    with pytest.raises(Invalid) as refusal:
        drafted(method, quantity, before=before)
    assert refusal.value.field == field

"""What the tariff proposes for a request (国办函〔2020〕109号). A draft: only a person decides a fee."""

from __future__ import annotations

from functools import cache

from desk.errors import Invalid
from knowledge.fees import Band, Tariff, load_tariffs

BY_ITEMS = "按件"
METHODS = (BY_ITEMS, "按量")
MOST = 100_000


@cache
def tariff(method: str) -> Tariff:
    return next(each for each in load_tariffs() if each.method == method)


def drafted(method: str, quantity: int, *, before: int = 0) -> int:
    """Yuan for *quantity* items or pages.

    *before* items of the same applicant in the same natural month have used up the cheap bands already; pages are
    charged per request, so that *before* is 0 for them.

    Raises:
        Invalid: a quantity that is no count, or pages charged together with those of another request.
    """
    if not 1 <= quantity <= MOST or not 0 <= before <= MOST:
        raise Invalid("数量", f"应为 1 至 {MOST}")
    if before and method != BY_ITEMS:
        raise Invalid("此前件数", "只在按件计费时累计")
    bands = tariff(method).bands
    return sum(_price(bands, ordinal) for ordinal in range(before + 1, before + quantity + 1))


def _price(bands: tuple[Band, ...], ordinal: int) -> int:
    band = next(band for band in reversed(bands) if band.first <= ordinal)
    return band.price + (band.more * ((ordinal - band.first) // band.each) if band.each else 0)

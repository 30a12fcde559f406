"""The measurement beside stock Rasa tells apart what differs from what only carries another number."""

import pytest

from benchmarks import stock
from benchmarks.load import Seen


@pytest.mark.parametrize(
    "said, shown",
    [
        ("编号 JD-20260105-000001，请记好", "编号 …，请记好"),
        ("查询码 F81QN64AT8RNH7WE，请记好。", "查询码 …，请记好。"),
        ("20个工作日内予以答复", "20个工作日内予以答复"),
    ],
)
def test_numbers_of_cases_are_left_out_of_the_comparison(said, shown):
    assert stock.OWN.sub("…", said) == shown


def test_a_row_tells_rate_and_percentiles():
    seen = Seen(waited=[10.0, 20.0, 30.0, 40.0], failures=1, seconds=2.0)

    assert stock._row("本项目", seen) == "| 本项目 | 2.0 | 25 ms | 38 ms | 4 | 1 |"

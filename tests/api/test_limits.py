"""Token buckets: the figures hold exactly, and nobody pays for somebody else."""

import pytest
from starlette.requests import HTTPConnection

from api.errors import TooMany
from api.limits import GUESSES, MESSAGES, READS, Limits, caller


class Watch:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def a_connection(address, **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "http", "client": (address, 5), "headers": raw})


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def limits(watch):
    return Limits(active=True, clock=watch)


def test_thirty_messages_pass_and_the_next_is_told_when_to_come_back(limits):
    for _ in range(30):
        limits.take(MESSAGES, "one")

    with pytest.raises(TooMany) as refusal:
        limits.take(MESSAGES, "one")
    assert refusal.value.headers == {"Retry-After": "2"}


def test_the_bucket_refills_with_time(limits, watch):
    for _ in range(30):
        limits.take(MESSAGES, "one")
    watch.now = 2.0
    limits.take(MESSAGES, "one")

    with pytest.raises(TooMany):
        limits.take(MESSAGES, "one")


def test_callers_do_not_share_a_bucket(limits):
    for _ in range(30):
        limits.take(MESSAGES, "one")
    limits.take(MESSAGES, "two")
    limits.take(READS, "one")


def test_an_office_may_ask_630_times_in_half_a_minute(limits, watch):
    for second in range(30):
        watch.now = float(second)
        for _ in range(21):
            limits.take(READS, "office")


def test_sixty_guesses_use_up_an_address_and_looking_costs_nothing(limits):
    for _ in range(60):
        limits.check(GUESSES, "one")
        limits.count(GUESSES, "one")

    with pytest.raises(TooMany):
        limits.check(GUESSES, "one")
    limits.check(GUESSES, "two")


def test_switched_off_it_never_refuses():
    limits = Limits(active=False)
    for _ in range(10_000):
        limits.take(MESSAGES, "one")


@pytest.mark.parametrize(
    "address, forwarded, proxies, seen",
    [
        pytest.param("10.0.0.9", "1.2.3.4", (), "10.0.0.9", id="没有代理，不信头部"),
        pytest.param("10.0.0.9", "1.2.3.4", ("10.0.0.9",), "1.2.3.4", id="自己的代理"),
        pytest.param("10.0.0.9", "6.6.6.6, 1.2.3.4", ("10.0.0.9",), "1.2.3.4", id="前面的可以伪造"),
        pytest.param("10.0.0.9", "junk", ("10.0.0.9",), "unknown", id="不是地址"),
        pytest.param("2001:db8:1:2:3:4:5:6", "", (), "2001:db8:1:2::/64", id="IPv6 按 /64"),
    ],
)
def test_where_a_request_came_from(address, forwarded, proxies, seen):
    connection = a_connection(address, x_forwarded_for=forwarded)

    assert caller(connection, trusted_proxies=proxies) == seen

"""Counters for Prometheus. Labels are route templates, intents and kinds, never words or case numbers."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.06, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    """One registry per application, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "http_request_seconds", "Time to answer", ("route",), buckets=SECONDS, registry=self.registry
        )
        self._turns = Counter("chat_turns", "Chat turns by recognised intent", ("intent",), registry=self.registry)
        self._filed = Counter("cases_filed", "Cases filed", ("kind", "channel"), registry=self.registry)
        self._emergencies = Counter("emergencies", "Turns answered with an emergency number", registry=self.registry)
        self._gaps = Counter("knowledge_gaps", "Questions without an answer", registry=self.registry)
        self._votes = Counter("answer_votes", "Answers called useful or not", ("useful",), registry=self.registry)
        self._notices = Gauge(
            "notices_unsent", "Notices in the outbox: waiting, or given up", ("state",), registry=self.registry
        )
        self._wechat = Counter(
            "wechat_deliveries", "Deliveries of WeChat messages by kind and outcome", ("kind", "outcome"),
            registry=self.registry,
        )  # fmt: skip
        self._skew = Gauge(
            "wechat_clock_skew_seconds", "This clock ahead of WeChat's; alert above 60", registry=self.registry
        )
        self._ready = Gauge("ready", "1 when every part is loaded", registry=self.registry)

    def vote(self, *, helpful: bool) -> None:
        self._votes.labels("yes" if helpful else "no").inc()

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def turn(self, intent: str, *, emergency: bool) -> None:
        self._turns.labels(intent).inc()
        if emergency:
            self._emergencies.inc()

    def filed(self, kind: str, channel: str) -> None:
        self._filed.labels(kind, channel).inc()

    def gap(self) -> None:
        self._gaps.inc()

    def outbox(self, *, waiting: int, given_up: int) -> None:
        self._notices.labels("waiting").set(waiting)
        self._notices.labels("given_up").set(given_up)

    def wechat(self, kind: str, outcome: str) -> None:
        """*kind* as WeChat names it, "?" for one it does not document."""
        self._wechat.labels(kind, outcome).inc()

    def wechat_skew(self, seconds: float) -> None:
        self._skew.set(seconds)

    def text(self, *, ready: bool) -> bytes:
        self._ready.set(1 if ready else 0)
        exposition: bytes = generate_latest(self.registry)
        return exposition

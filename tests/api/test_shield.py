"""What every answer carries, and that every refusal has one shape."""

import pytest

from api.errors import STATUS
from desk.errors import DeskError


def test_every_refusal_has_a_status():
    assert set(STATUS) == set(DeskError.__subclasses__())


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/search?q=a", "/nowhere", "/docs"])
def test_security_headers_are_everywhere(client, path):
    headers = client.get(path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_only_allowed_sites_may_frame_and_only_the_citizens_pages(client):
    home, docs = client.get("/").headers, client.get("/docs").headers

    assert "frame-ancestors 'self' https://www.example.gov.cn" in home["content-security-policy"]
    assert "frame-ancestors 'none'" in docs["content-security-policy"]


def test_the_widget_may_be_loaded_by_other_sites(client):
    reply = client.get("/widget.js")

    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/api/v1/nowhere", 404),
        ("DELETE", "/api/v1/chat", 405),
        ("GET", "/api/v1/chat", 405),
        ("GET", "/api/v1/search?q=", 422),
        ("GET", "/api/v1/search?q=a&k=0", 422),
        ("GET", "/api/v1/search?q=a&k=many", 422),
        ("GET", "/api/v1/search?q=a&scope=secret", 422),
        ("GET", "/api/v1/search?q=a&scope=agent", 401),
        ("GET", "/api/v1/routing", 422),
        ("GET", "/api/v1/intent?text=%20", 422),
        ("GET", "/api/v1/tickets", 401),
        ("GET", "/api/v1/reports/quarter?year=2020&quarter=3", 401),
        ("GET", "/documents/../../etc/passwd", 404),
        ("GET", "/documents/nowhere", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("POST", "/internal/v1/answer", 403),
    ],
)
def test_every_refusal_has_one_shape(client, method, path, status):
    reply = client.request(method, path)

    assert reply.status_code == status
    assert set(reply.json()["error"]) == {"code", "message"}


def test_a_body_without_length_is_counted_while_it_arrives(client):
    reply = client.post("/api/v1/chat", content=iter([b"a" * 40_000, b"a" * 40_000]))

    assert reply.status_code == 413


def test_no_page_loads_anything_from_another_host(client):
    for path in ("/", "/docs", "/sign-in"):
        assert 'src="http' not in client.get(path).text
        assert 'href="http' not in client.get(path).text


def test_the_reference_lists_every_public_call_and_not_the_bots_door(client, app):
    page = client.get("/docs").text

    assert all(path in page for path in app.openapi()["paths"])
    assert "/internal/" not in page

"""The agents' handbook: they read it, the public never learns of it."""

import pytest

from desk.lifecycle import Role
from knowledge.documents import Document

HTML = {"accept": "text/html"}
HANDBOOK = "agent-handbook"


@pytest.fixture(scope="module")
def handbook(known) -> Document:
    return next(document for document in known.documents if document.id == HANDBOOK)


def test_it_is_for_agents_and_names_its_sources(handbook):
    rules = [block.text for block in handbook.blocks if block.kind == "row"]

    assert handbook.audience == "agent"
    assert "注明出处" in handbook.source
    assert all(any(name in rule for name in ("《", "国办函")) for rule in rules)


def test_the_public_is_led_to_the_sign_in(client):
    page = client.get(f"/documents/{HANDBOOK}", headers=HTML)

    assert page.status_code == 303
    assert "手册" not in page.text


def test_the_list_of_documents_shows_it_to_staff_only(client, staff, handbook):
    assert handbook.title not in client.get("/documents", headers=HTML).text
    assert handbook.title in staff(Role.AGENT).get("/documents", headers=HTML).text


def test_agents_read_it(staff, handbook):
    page = staff(Role.AGENT).get(f"/documents/{HANDBOOK}", headers=HTML)

    assert page.status_code == 200
    assert handbook.title in page.text

"""Staff sign-in: the cookie, where it leads, and writes that come from somebody else's page."""

import re
from html import unescape
from urllib.parse import unquote

import pytest

from api.signin import local_path
from desk import accounts
from desk.lifecycle import Role
from tests.api.conftest import PASSWORD
from tests.builders import ADMIN


@pytest.fixture
def account(database, at):
    with database.sessions.begin() as session:
        accounts.add(session, "zhu", PASSWORD, role=Role.OFFICER, unit="住建局", by=ADMIN, at=at)


def sign_in(client, **fields):
    return client.post("/sign-in", data={"name": "zhu", "password": PASSWORD, **fields})


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, account):
    reply = sign_in(client)
    cookie = reply.headers["set-cookie"].lower()

    assert (reply.status_code, reply.headers["location"]) == (303, "/desk")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_wrong_password_says_the_same_as_an_unknown_name(client, account):
    wrong, unknown = sign_in(client, password="x" * 12), sign_in(client, name="nobody")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "set-cookie" not in wrong.headers
    assert PASSWORD not in wrong.text


def test_ten_wrong_passwords_lock_the_name_for_a_while(client, account):
    for _ in range(10):
        sign_in(client, password="x" * 12)

    assert sign_in(client).status_code == 429


def test_sign_out_ends_the_session_on_the_server(client, account):
    sign_in(client)
    token = client.cookies["jd_staff"]
    client.post("/sign-out")
    client.cookies.set("jd_staff", token)

    assert client.get("/api/v1/tickets").status_code == 401


def test_the_way_back_keeps_the_filters(client, account):
    asked = client.get("/desk?view=find&words=路灯", headers={"accept": "text/html"}).headers["location"]
    page = client.get(asked).text
    back = unescape(re.search(r'name="next" value="([^"]*)"', page).group(1))

    assert unquote(sign_in(client, next=back).headers["location"]) == "/desk?view=find&words=路灯"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client):
    headers = {"accept": "text/html", "referer": "http://testserver/desk/cases/JD-20200101-000011?done=x"}
    page = client.post("/desk/cases/JD-20200101-000011/签收", headers=headers).text

    assert 'href="/sign-in?next=/desk/cases/JD-20200101-000011"' in page


def test_the_way_back_stays_on_this_site(client, account):
    assert sign_in(client, next="/desk?x=1").headers["location"] == "/desk?x=1"
    assert sign_in(client, next="//evil.example").headers["location"] == "/desk"


@pytest.mark.parametrize(
    "path", ["//evil", "/\\evil", "https://evil", "javascript:alert(1)", "/a\r\nset-cookie: x", ""]
)
def test_paths_that_lead_elsewhere_are_dropped(path):
    assert local_path(path) == ""


@pytest.mark.parametrize(
    "headers, status",
    [
        pytest.param({"origin": "https://evil.example"}, 403, id="别的网站"),
        pytest.param({"origin": "null"}, 403, id="来源不明"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="跨站"),
        pytest.param({"origin": "http://testserver"}, 422, id="本站"),
        pytest.param({}, 422, id="不是浏览器"),
    ],
)
def test_a_write_from_another_sites_page_is_refused(staff, headers, status):
    reply = staff(Role.AGENT).post("/api/v1/tickets", json={}, headers=headers)

    assert reply.status_code == status
    assert "error" in reply.json()


def test_signing_in_from_another_sites_page_is_refused(client, account):
    reply = client.post(
        "/sign-in", data={"name": "zhu", "password": PASSWORD}, headers={"origin": "https://evil.example"}
    )

    assert reply.status_code == 403

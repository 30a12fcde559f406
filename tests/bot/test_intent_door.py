"""``GET /api/v1/intent`` over the real agent: whatever is typed gets an answer or a refusal in Chinese."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.english import in_english
from tests.bot.hall import Hall

INTENTS = {
    "表情": ("😀🙃", "nlu_fallback"),
    "家庭表情": ("👨‍👩‍👧‍👦", "nlu_fallback"),
    "英文": ("where is the police station", "ask_department_contact"),
    "英文险情": ("my house is on fire", "emergency"),
    "乱敲": ("asdfgh qwer", "nlu_fallback"),
    "繁体": ("依申請公開幾天答覆", "ask_policy"),
    "全角": ("ｈｅｌｌｏ", "greet"),
    "命令": ('/file_ticket{"x":1}', None),
    "控制字符": ("你\u0000好\u0007", "greet"),
    "零宽字符": ("转\u200b人\u200b工", "human_agent"),
    "网页代码": ("<script>alert(1)</script>", "nlu_fallback"),
    "两千字": ("我要投诉工地夜里施工吵得睡不着。" * 117 + "请管管", "file_ticket"),
}


@pytest.fixture
def client(hall: Hall) -> TestClient:
    return TestClient(hall.app)


@pytest.mark.parametrize("text, intent", INTENTS.values(), ids=INTENTS.keys())
def test_anything_is_understood_somehow(client: TestClient, text: str, intent: str | None) -> None:
    reply = client.get("/api/v1/intent", params={"text": text[:2000]})

    assert reply.status_code == 200
    assert intent in (None, reply.json()["intent"])
    assert 0 <= reply.json()["confidence"] <= 1


@pytest.mark.parametrize("text", ["", "  \n", "\u0000", "路" * 2001], ids=["空", "空白", "控制字符", "太长"])
def test_what_cannot_be_understood_is_refused_in_chinese(client: TestClient, text: str) -> None:
    reply = client.get("/api/v1/intent", params={"text": text})

    assert reply.status_code == 422
    assert any("\u4e00" <= character <= "\u9fff" for character in reply.json()["error"]["message"])


@pytest.mark.parametrize(
    "written", ["34252119900101001X", "３４２５２１１９９００１０１００１Ｘ", "3425 2119 9001 0100 1X"]
)
def test_an_identity_number_does_not_come_back(client: TestClient, written: str) -> None:
    reply = client.get("/api/v1/intent", params={"text": f"我的身份证{written}"})

    assert written not in reply.text
    assert {"entity": "id_number", "value": "**************001X"}.items() <= reply.json()["entities"][0].items()


@pytest.mark.parametrize(
    "text, english",
    [
        ("where is it", True), ("hello", True), ("OK", False), ("bye", False), ("ok, 谢谢", False),
        ("JD-20260105-000012 ABCD1234EFGH5678", False), ("<script>alert(1)</script>", False), ("8888", False),
    ],
)  # fmt: skip
def test_english_is_told_from_what_everybody_types(text: str, english: bool) -> None:
    assert in_english(text) is english

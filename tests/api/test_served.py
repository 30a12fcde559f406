"""The whole service as it is started: real agent, real index, real router, real database."""

import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.api import served
from tests.builders import PHONE

ID_NUMBER = "11010519491231002X"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("served")
    served.prepare(data_dir)
    running = served.start(data_dir, RATE_LIMIT="off")
    running.wait()
    yield running
    running.stop()


@pytest.fixture
def web(server):
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def test_the_public_contract_holds(server):
    script = served.ROOT / "tests" / "acceptance" / "contract.py"
    ended = subprocess.run([sys.executable, str(script), server.url], capture_output=True, text=True)

    assert ended.stdout.splitlines()[-1].endswith(" 0 failed"), ended.stdout


class Citizen:
    """Talks in one conversation; *last* is the latest answer."""

    def __init__(self, web):
        self._web, self.session, self.last = web, None, None

    def says(self, words, **more):
        reply = self._web.post("/api/v1/chat", json={"text": words, "session": self.session, **more})
        assert reply.status_code == 200, reply.text
        self.last = reply.json()
        self.session = self.last["session"]
        return self.last


@pytest.fixture
def citizen(web):
    return Citizen(web)


def test_a_question_is_answered_with_the_article_quoted(citizen, web):
    reply = citizen.says("依申请公开多少个工作日内答复？")
    citation = reply["replies"][0]["citations"][0]
    page, _, anchor = citation["url"].partition("#")

    assert "第八条" in citation["section"]
    assert "20个工作日" in citation["text"].replace(" ", "")
    assert f'id="{anchor}"' in web.get(page).text


def test_a_complaint_becomes_a_ticket_that_can_be_followed_and_urged(citizen, web):
    citizen.says(f"我要投诉，旌阳镇新桥社区阳光花园3栋电梯坏了半个月没人修，我姓陈，电话{PHONE}")
    form = citizen.last["form"]
    filed = citizen.says("确认")["filed"][0]
    case = web.get(f"/api/v1/tickets/{filed['number']}", headers={"X-Case-Secret": filed["secret"]}).json()

    assert form["slots"]["contact"] == "139****0001"
    assert form["missing"] == []
    assert case["contact"]["phone"] == "139****0001"
    assert filed["number"] in citizen.says("我的件办得怎么样了")["replies"][0]["text"]
    assert "催办" in json.dumps(citizen.says("请催一下")["replies"], ensure_ascii=False)


def test_a_disclosure_request_is_filed_without_an_identity_number(citizen, web):
    for words in ("我要申请公开2019年度全县排水管网改造合同", "李小明", "13900000002", "电子邮件"):
        citizen.says(words)
    filed = citizen.says("确认")["filed"][0]
    case = web.get(f"/api/v1/disclosures/{filed['number']}", headers={"X-Case-Secret": filed["secret"]}).json()

    assert filed["kind"] == "disclosure"
    assert (case["identified"], case["form"], case["delivery"]) == (False, "电子文件", "电子邮件")


def test_confirming_twenty_times_at_once_files_one_ticket(citizen, web):
    citizen.says("我要反映：旌阳镇和平路的路灯坏了一个月没人修，匿名")
    call = {"text": "确认", "session": citizen.session, "message_id": "same"}
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: web.post("/api/v1/chat", json=call), range(20)))

    assert len({reply.content for reply in replies}) == 1
    assert len(replies[0].json()["filed"]) == 1


def test_a_burst_of_filings_is_filed(web):
    """More at once than anyio has threads: those who wait for their turn must not keep its owner from finishing."""

    def files(count):
        told = {"matter": f"第{count}盏路灯不亮", "place": "三溪镇老街", "phone": PHONE}
        return web.post("/api/v1/tickets", json=told, headers={"Idempotency-Key": f"burst-{count:04}"}).status_code

    with ThreadPoolExecutor(60) as pool:
        assert set(pool.map(files, range(60))) == {201}


def test_danger_comes_first_and_the_draft_waits(citizen):
    citizen.says("我要反映庙首镇路灯坏了一个月")
    reply = citizen.says("厂房着火了，里面还有人")

    assert reply["emergency"] == "119"
    assert "119" in reply["replies"][0]["text"]
    assert reply["form"]["slots"]["place"] == "庙首镇"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("😀😀😀", id="表情"),
        pytest.param("<img src=x onerror=alert(1)>", id="网页标记"),
        pytest.param('/file_ticket{"phone":"1"}', id="直接意图"),
        pytest.param("{{7*7}} ${7*7}", id="模板"),
        pytest.param("\u0000\u202e你好", id="控制字符"),
        pytest.param("a" * 2000, id="很长"),
    ],
)
def test_odd_messages_get_words_and_file_nothing(citizen, words):
    reply = citizen.says(words)

    assert reply["replies"][0]["text"]
    assert reply["filed"] == []


def test_personal_data_is_in_no_log_and_in_no_plain_row(citizen, server):
    citizen.says(f"我要投诉旌阳镇和平路噪音太大，电话{PHONE}，身份证{ID_NUMBER}")
    citizen.says("确认")
    files = [path for path in server.data_dir.rglob("*") if path.is_file()]
    hits = [path.name for path in files if any(canary.encode() in path.read_bytes() for canary in (PHONE, ID_NUMBER))]

    assert hits == []


def test_the_log_of_a_normal_day_is_one_line(server):
    assert len(server.log.read_text(encoding="utf-8").splitlines()) == 1


def run_api(data_dir, **environment):
    return subprocess.run(
        [sys.executable, "-m", "api"], cwd=served.ROOT, env=served.own_environment(data_dir, **environment),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_a_busy_port_is_told_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run_api(tmp_path, PORT=str(taken.getsockname()[1]))

    assert ended.returncode == 1
    assert "已被占用" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_missing_index_is_told_with_the_command_that_makes_it(tmp_path):
    ended = run_api(tmp_path, PORT=str(served.free_port()))

    assert ended.returncode == 1
    assert "python -m " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_help_has_an_example(tmp_path):
    ended = subprocess.run([sys.executable, "-m", "api", "--help"], cwd=served.ROOT, capture_output=True, text=True)

    assert ended.returncode == 0
    assert "PORT=8001" in ended.stdout

#!/usr/bin/env python3
# ruff: noqa
# fmt: off
"""Black-box check of the public HTTP contract (design.md, section 3) against a running server.

    python contract.py http://127.0.0.1:8000

Standard library only. Prints one line per check and a last line 'N passed, N failed'; exit 1 when any failed.
"""
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
results = []


def call(method, path, body=None, raw=None, secret=None):
    data = raw if raw is not None else None if body is None else json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(BASE + path, data=data, method=method, headers={"content-type": "application/json", **({"x-case-secret": secret} if secret else {})})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            status, content, kind = reply.status, reply.read(), reply.headers.get("content-type", "")
    except urllib.error.HTTPError as error:
        status, content, kind = error.code, error.read(), error.headers.get("content-type", "")
    return status, json.loads(content) if "json" in kind else content.decode("utf-8", "replace")


def get(path, **query):
    return call("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))


def check(name, ok, seen=""):
    results.append(bool(ok))
    print(("ok    " if ok else "FAIL  ") + name + ("" if ok else f"   saw: {str(seen)[:300]}"))


def has(obj, *keys):
    return isinstance(obj, dict) and all(key in obj for key in keys)


def chat(text, session=None, **more):
    body = {"text": text, **({"session": session} if session else {}), **more}
    return call("POST", "/api/v1/chat", body)


CHAT = ("session", "intent", "replies", "form", "filed", "emergency", "handover", "took_ms")

try:
    get("/healthz")
except OSError as error:
    sys.exit(f"no server answers at {BASE}: {error}")

for path in ("/healthz", "/readyz", "/metrics", "/docs", "/", "/widget.js", "/track"):
    status, seen = get(path)
    check(f"GET {path} answers 200", status == 200, status)
for path in ("/agent", "/desk", "/office"):
    status, seen = get(path)
    check(f"GET {path} asks for sign-in or serves", status in (200, 302, 303, 401, 403), status)

status, seen = get("/api/v1/search", q="依申请公开多少个工作日内答复", k=3)
check("search has its fields", status == 200 and has(seen, "query", "answerable", "score", "passages", "took_ms"), seen)
passages = seen.get("passages", []) if isinstance(seen, dict) else []
check("search finds 第八条 with its source", passages and has(passages[0], "id", "document", "title", "section", "text", "url", "score", "status")
      and "20个工作日" in re.sub(r"\s", "", passages[0]["text"]), passages[:1])
check("search returns at most k", len(passages) <= 3, len(passages))
status, seen = get("/api/v1/search", q="上海迪士尼门票多少钱")
check("search says when it cannot answer", status == 200 and seen.get("answerable") is False, seen)
status, seen = get("/api/v1/search", q="")
check("empty query is a 4xx in the error shape", 400 <= status < 500 and has(seen, "error") and has(seen["error"], "code", "message"), (status, seen))

status, seen = get("/api/v1/routing", text="庙首镇集镇上的路灯坏了一个月没人修")
check("routing has its fields", status == 200 and has(seen, "type", "town", "candidates") and seen["candidates"]
      and has(seen["candidates"][0], "unit", "score", "reasons"), seen)
check("routing reads the town", isinstance(seen, dict) and seen.get("town") == "庙首镇", seen)
status, seen = get("/api/v1/intent", text="家里着火了快来人啊")
check("intent sees an emergency", status == 200 and seen.get("intent") == "emergency", seen)

status, seen = chat("依申请公开多少个工作日内答复?")
check("chat has its fields", status == 200 and has(seen, *CHAT), seen)
replies = seen.get("replies", []) if isinstance(seen, dict) else []
cited = [c for r in replies for c in r.get("citations", [])]
check("chat answer cites article and quotes it", cited and has(cited[0], "title", "section", "url", "quote") and "第八条" in str(cited)
      and "20" in json.dumps(replies, ensure_ascii=False), replies)
status, seen = chat("厂房着火了,里面还有人")
check("emergency comes first", status == 200 and seen.get("emergency") == "119" and "119" in str(seen.get("replies", [""])[0]), seen)

session, filed, seen, asked = None, [], None, []
for text in ["我要投诉小区物业,电梯坏了半个月没人修", "旌阳镇新桥社区阳光花园3栋", "我姓陈,电话13900000001", "确认", "确认", "确认"]:
    status, seen = chat(text, session)
    asked.append((text, status))
    if status != 200 or not isinstance(seen, dict):
        break
    session = seen.get("session")
    filed = seen.get("filed") or filed
    if filed:
        break
ticket = filed[0] if filed else {}
check("chat files a ticket", has(ticket, "kind", "number", "unit", "type", "due") and ticket["kind"] == "ticket", (asked, seen))
if ticket.get("number"):
    number = urllib.parse.quote(ticket["number"])
    status, seen = call("GET", f"/api/v1/tickets/{number}", secret=ticket.get("secret", ""))
    check("the ticket can be read with its secret", status == 200 and has(seen, "number", "state", "due", "clock"), seen)
    wrong = call("GET", f"/api/v1/tickets/{number}", secret="0000000000000000")
    unknown = call("GET", "/api/v1/tickets/JD-19990101-000000", secret="0000000000000000")
    check("wrong secret and unknown number look the same", wrong == unknown and wrong[0] in (403, 404), (wrong, unknown))
    check("the phone number is not shown in full", "13900000001" not in json.dumps(seen), seen)

status, seen = chat("你好")
session, message = seen.get("session") if isinstance(seen, dict) else None, uuid.uuid4().hex
check("the server issues an unguessable session", isinstance(session, str) and len(session) >= 20, session)
first, again = chat("我要投诉", session, message_id=message), chat("我要投诉", session, message_id=message)
check("the same message_id gives the same reply", first[0] == again[0] == 200 and first[1]["replies"] == again[1]["replies"] and first[1]["form"] == again[1]["form"], (first, again))
other = chat("你好", "somebody-elses-session")
check("an unknown session is not adopted", other[0] >= 400 or other[1].get("session") != "somebody-elses-session", other)

for name, text in [("direct intent", '/file_ticket{"phone":"1"}'), ("markup", "<img src=x onerror=alert(1)>"), ("template", "{{7*7}} ${7*7}"), ("emoji", "😀😀😀"),
                   ("control characters", "\u0000\u202e你好"), ("10,000 characters", "路" * 10000), ("white space", "   \n\t ")]:
    status, seen = chat(text)
    check(f"{name}: a reply or a clear 4xx, nothing filed", (status == 200 and seen.get("replies") and not seen.get("filed")) or (400 <= status < 500 and has(seen, "error")), (status, seen))
for name, raw in [("broken JSON", b'{"text": '), ("not UTF-8", b'{"text": "\xff\xfe"}'), ("wrong types", b'{"text": {"a": 1}}'), ("no text", b"{}"), ("array", b"[]")]:
    status, seen = call("POST", "/api/v1/chat", raw=raw)
    check(f"{name}: a 4xx in the error shape", 400 <= status < 500 and has(seen, "error"), (status, seen))
status, seen = get("/api/v1/tickets/" + urllib.parse.quote("../../etc/passwd", safe=""))
check("a strange number is a 4xx", 400 <= status < 500, (status, seen))

print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)

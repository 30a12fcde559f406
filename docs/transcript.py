"""Hold one conversation with a running server and write it into README.md between its two markers.

python docs/transcript.py http://127.0.0.1:8000
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
MARKERS = ("<!-- transcript -->", "<!-- /transcript -->")
CITIZEN = (
    "申请公开政府信息，几天能给我答复？",
    "县里明年公交线路怎么调？",
    "庙首镇集镇上的路灯坏了一个月没人修，我姓陈，电话13900000001",
    "地址是老街菜场门口",
    "确认",
)


def say(base: str, text: str, session: str | None) -> dict[str, Any]:
    body = json.dumps({"text": text, **({"session": session} if session else {})}, ensure_ascii=False).encode()
    request = urllib.request.Request(f"{base}/api/v1/chat", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        answer: dict[str, Any] = json.load(reply)
    return answer


def transcript(base: str) -> str:
    """Return the conversation as Markdown quotes; the case's secret is left out."""
    lines, session = [], None
    for text in CITIZEN:
        answer = say(base, text, session)
        session = answer["session"]
        replies = "\n\n".join(reply["text"] for reply in answer["replies"])
        for filed in answer["filed"]:
            replies = replies.replace(filed["secret"], "（16 位查询码）")
        lines += [f"**群众**：{text}", "", *(f"> {line}" if line else ">" for line in replies.splitlines()), ""]
    return "\n".join(lines)


def main() -> None:
    begin, end = MARKERS
    written = f"{begin}\n{transcript(sys.argv[1].rstrip('/'))}\n{end}"
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(f"{begin}.*{end}", lambda _: written, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The results file: one part per measurement, so that one can be measured again without the other."""

from __future__ import annotations

import re
from pathlib import Path

PATH = Path(__file__).parent / "results.md"
HEAD = "# 速度\n\n由 `make bench` 写出；每一部分是一次运行的结果。\n"
PART = re.compile(r"^## (.+)\n", re.MULTILINE)


def write(name: str, machine: str, lines: list[str], *, path: Path = PATH) -> None:
    """Put *lines* as the part *name* into the file, in place of the part of that name if there is one."""
    pieces = PART.split(path.read_text(encoding="utf-8")) if path.is_file() else [HEAD]
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    parts[name] = "\n".join(["", f"{machine}。", "", *lines, "", ""])
    text = HEAD + "".join(f"\n## {title}\n{body.rstrip()}\n" for title, body in parts.items())
    path.write_text(text, encoding="utf-8")

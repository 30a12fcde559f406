"""Is the port free? Asked before the long preparation of a first start, so it imports nothing heavy."""

from __future__ import annotations

import os
import socket
import sys

HOST = "127.0.0.1"


def problem(text: str) -> str | None:
    """Return why the port named by *text* cannot be served on, as one Chinese sentence, or None."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        return f"端口 PORT={text} 无效：请给 1 到 65535 之间的数字。"
    with socket.socket() as probe:
        # Without this a port in TIME_WAIT after a restart would look busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError:
            return f"端口 {text} 已被占用：请先停掉占用它的程序，或换一个端口，例如 PORT=8001 make run。"
    return None


if __name__ == "__main__":
    sys.exit(problem(os.environ.get("PORT", "8000")))

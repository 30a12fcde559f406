"""Notices as lines of JSON in a folder, one file a month, for a gateway that reads along."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

from api.notifiers.notifier import Notifier, NotSent, content
from desk.moments import local
from desk.outbox import Outgoing

TAIL = 65_536  # bytes; far longer than a line


class FileNotifier(Notifier):
    """A line is there whole or not at all: what a full disk or a killed process left half written is cut off."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, notice: Outgoing) -> str:
        line = json.dumps(content(notice), ensure_ascii=False).encode() + b"\n"
        path = self._folder / f"notices-{local(notice.created):%Y-%m}.jsonl"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                _append(handle, line)
            finally:
                os.close(handle)
        except OSError as error:
            raise NotSent(f"写文件失败：{error.strerror}") from error
        return ""


def _append(handle: int, line: bytes) -> None:
    """Raises OSError; the file then ends where it did before."""
    end = _end_of_lines(handle)
    os.ftruncate(handle, end)
    try:
        left = line
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, end)
        raise


def _end_of_lines(handle: int) -> int:
    """Where the last whole line ends."""
    size = os.fstat(handle).st_size
    start = max(0, size - TAIL)
    return start + os.pread(handle, TAIL, start).rfind(b"\n") + 1

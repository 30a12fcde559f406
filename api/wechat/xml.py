"""WeChat's XML read with expat: no document type, no entities, no more than 64 KiB, nothing nested deep."""

from __future__ import annotations

from xml.parsers import expat

from api.wechat.crypto import Rejected

LARGEST = 64 * 1024  # bytes
DEEPEST = 8


def fields(document: bytes) -> dict[str, str]:
    """The text of each element right below the root; what lies deeper is skipped. Raises Rejected."""
    if len(document) > LARGEST:
        raise Rejected("XML 过大")
    reading = _Reading()
    try:
        # expat believes a byte order mark whatever it is told; text it takes as UTF-8.
        reading.parser.Parse(document.decode(), True)
    except (expat.ExpatError, UnicodeError) as error:
        raise Rejected("XML 不完整") from error
    return {name: "".join(parts) for name, parts in reading.found.items()}


class _Reading:
    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self._path: list[str] = []
        # Said from outside, this holds whatever the document declares about itself.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise Rejected("XML 嵌套过深")
        if self._path[0] != "xml":
            raise Rejected("XML 根元素不是 xml")
        if len(self._path) == 2:
            if name in self.found:
                raise Rejected("XML 有重复的元素")
            self.found[name] = []

    def _end(self, name: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if len(self._path) == 2:
            self.found[self._path[1]].append(text)

    def _doctype(self, *_: object) -> None:
        """Entities can be declared nowhere else."""
        raise Rejected("XML 带有文档类型声明")

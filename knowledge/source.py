"""Reading YAML, JSONL, TSV and front matter so that every complaint names the file and the line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

KNOWLEDGE = Path(__file__).parent


class KnowledgeError(Exception):
    """A knowledge file cannot be used as it stands; its text may be shown to whoever edits the file."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        shown = path.relative_to(KNOWLEDGE.parent) if path.is_relative_to(KNOWLEDGE.parent) else path
        super().__init__(f"{shown}:{line}: {problem}")
        self.path, self.line, self.problem = path, line, problem


@dataclass(frozen=True)
class Record:
    """One mapping of a knowledge file.

    Attributes:
        values: Plain values; nested mappings are Records, lists are tuples.
        lines: 1-based line of each key.
    """

    path: Path
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def refusal(self, problem: str, key: str = "") -> KnowledgeError:
        return KnowledgeError(self.path, self.lines.get(key, self.line), problem)

    def expect(self, known: Collection[str]) -> None:
        """Raises KnowledgeError for a key outside *known*: a misspelt key would otherwise be ignored in silence."""
        for key in self.values:
            if key not in known:
                raise self.refusal(f"不认识的字段 {key}（可用：{'、'.join(known)}）", key)

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if not value:
            raise self.refusal(f"缺少 {key}", key)
        return value

    def optional_text(self, key: str) -> str:
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, bool | Record | tuple):
            raise self.refusal(f"{key} 应为文字", key)
        return str(value).strip()

    def choice(self, key: str, allowed: Collection[str]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.refusal(f"{key} 不能是「{value}」，应为：{'、'.join(allowed)}", key)
        return value

    def day(self, key: str) -> date | None:
        """A date written 2020-09-17; None when the key is empty or missing."""
        value = self.values.get(key)
        if value is None or value == "":
            return None
        try:
            return value if type(value) is date else date.fromisoformat(str(value))
        except ValueError:
            raise self.refusal(f"{key} 应为 2020-09-17 这样的日期，不能是「{value}」", key) from None

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refusal(f"{key} 应为 true 或 false", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of non-empty, distinct texts; empty when the key is missing."""
        found: list[str] = []
        for item in self._items(key):
            if not isinstance(item, str) or not item.strip():
                raise self.refusal(f"{key} 中每一项都应为文字", key)
            if item.strip() in found:
                raise self.refusal(f"{key} 中「{item.strip()}」重复", key)
            found.append(item.strip())
        return tuple(found)

    def records(self, key: str) -> tuple[Record, ...]:
        """A list of mappings; empty when the key is missing."""
        items = self._items(key)
        if not all(isinstance(item, Record) for item in items):
            raise self.refusal(f"{key} 中每一项都应为「键: 值」", key)
        return items

    def _items(self, key: str) -> tuple[Any, ...]:
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, tuple):
            raise self.refusal(f"{key} 应为列表", key)
        return value


def read_text(path: Path) -> str:
    """Raises KnowledgeError when *path* is missing or not UTF-8."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise KnowledgeError(path, 1, "文件不存在") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(path, content[: error.start].count(b"\n") + 1, "不是 UTF-8 编码") from None


def read_yaml(path: Path) -> tuple[Record, ...]:
    """Read a YAML file that holds a list of mappings."""
    node = _compose(path, read_text(path), 0)
    value = _plain(path, node, 0) if node is not None else ()
    if not isinstance(value, tuple) or not all(isinstance(item, Record) for item in value):
        raise KnowledgeError(path, 1, "整个文件应为一个列表，每一项为「键: 值」")
    return value


def read_jsonl(path: Path) -> Iterator[Record]:
    """Read a file with one JSON object a line; empty lines are passed over."""
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise KnowledgeError(path, number, f"不是合法的 JSON（第 {error.colno} 列）") from None
        if not isinstance(value, dict):
            raise KnowledgeError(path, number, "每行应为一个 JSON 对象")
        values = {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}
        yield Record(path, number, values, {})


def read_tsv(path: Path, columns: Sequence[str]) -> Iterator[Record]:
    """Read a table with one row a line, cells between tabs, its first line the names *columns*.

    Empty lines and lines that begin with ``#`` are passed over.
    """
    lines = read_text(path).splitlines()
    if not lines or lines[0].split("\t") != list(columns):
        raise KnowledgeError(path, 1, f"第一行应为表头：{'、'.join(columns)}，以制表符分隔")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(columns) or not all(cells):
            raise KnowledgeError(path, number, f"应有 {len(columns)} 格且都不空：{'、'.join(columns)}")
        yield Record(path, number, dict(zip(columns, cells, strict=True)), {})


def read_front_matter(path: Path) -> tuple[Record, list[tuple[int, str]]]:
    """Split a document into the mapping between its two ``---`` lines and the numbered lines after them."""
    lines = read_text(path).splitlines()
    if not lines or lines[0].strip() != "---":
        raise KnowledgeError(path, 1, "第一行应为 ---（front matter 的开头）")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        raise KnowledgeError(path, 1, "front matter 没有以 --- 结束")
    node = _compose(path, "\n".join(lines[1:end]), 1)
    value = _plain(path, node, 1) if node is not None else None
    if not isinstance(value, Record):
        raise KnowledgeError(path, 2, "front matter 应为「键: 值」")
    return value, list(enumerate(lines[end + 1 :], start=end + 2))


def _compose(path: Path, text: str, offset: int) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 + offset if error.problem_mark else 1
        raise KnowledgeError(path, line, f"YAML 写法有误：{error.problem}") from None
    except yaml.YAMLError as error:
        raise KnowledgeError(path, 1, f"YAML 写法有误：{error}") from None


def _plain(path: Path, node: yaml.Node, offset: int) -> Any:
    line = node.start_mark.line + 1 + offset
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, item in node.value:
            name = str(key.value)
            lines_here = key.start_mark.line + 1 + offset
            if name in values:
                raise KnowledgeError(path, lines_here, f"字段 {name} 写了两次")
            values[name], lines[name] = _plain(path, item, offset), lines_here
        return Record(path, line, values, lines)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(path, item, offset) for item in node.value)
    try:
        return yaml.SafeLoader("").construct_object(node)
    except ValueError as error:
        raise KnowledgeError(path, line, f"「{node.value}」写法有误：{error}") from None

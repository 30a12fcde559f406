"""The menu of the WeChat account: what each item says in the citizen's name, or which page it opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, KnowledgeError, Record, read_yaml

# https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
MOST_COLUMNS, MOST_ITEMS = 3, 5
LONGEST_COLUMN, LONGEST_ITEM = 16, 60  # bytes of a name
KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
PAGE = re.compile(r"/[a-z/-]*")


@dataclass(frozen=True)
class Item:
    """Attributes:
    key: Of an item that talks; also the scene of a QR code that says the same.
    words: What is said; empty for an item that opens *page*.
    """

    name: str
    key: str = ""
    words: str = ""
    page: str = ""


@dataclass(frozen=True)
class Column:
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Menu:
    columns: tuple[Column, ...]

    @property
    def doors(self) -> tuple[Item, ...]:
        """The first item of each column that talks."""
        talking = (next((item for item in column.items if item.words), None) for column in self.columns)
        return tuple(item for item in talking if item)

    def words(self, key: str) -> str:
        """What the item, or a QR code with this scene, says; "" for an unknown one."""
        return next((item.words for column in self.columns for item in column.items if key and item.key == key), "")


def load_wechat_menu(root: Path = KNOWLEDGE) -> Menu:
    """Read ``wechat_menu.yml``; raises KnowledgeError, also where WeChat would refuse the menu."""
    path = root / "wechat_menu.yml"
    records = read_yaml(path)
    if not 1 <= len(records) <= MOST_COLUMNS:
        raise KnowledgeError(path, 1, f"应有 1 至 {MOST_COLUMNS} 列")
    menu = Menu(tuple(_column(record) for record in records))
    keys = [item.key for column in menu.columns for item in column.items if item.key]
    if twice := next((key for key in keys if keys.count(key) > 1), ""):
        raise KnowledgeError(path, 1, f"key {twice} 重复")
    return menu


def _column(record: Record) -> Column:
    record.expect(("name", "items"))
    items = tuple(_item(each) for each in record.records("items"))
    if not 1 <= len(items) <= MOST_ITEMS:
        raise record.refusal(f"一列应有 1 至 {MOST_ITEMS} 项", "items")
    return Column(_name(record, LONGEST_COLUMN), items)


def _item(record: Record) -> Item:
    record.expect(("name", "key", "words", "page"))
    key, words, page = (record.optional_text(field) for field in ("key", "words", "page"))
    if bool(words) == bool(page):
        raise record.refusal("words（说的话）和 page（打开的页面）写一样", "words")
    if words and not KEY.fullmatch(key):
        raise record.refusal("写了 words 的要有 key：小写字母开头，小写字母、数字和下划线", "key")
    if page and (key or not PAGE.fullmatch(page)):
        raise record.refusal("page 是本站页面的路径，如 /apply，不写 key", "page")
    return Item(_name(record, LONGEST_ITEM), key, words, page)


def _name(record: Record, longest: int) -> str:
    name = record.text("name")
    if len(name.encode()) > longest:
        raise record.refusal(f"名称最多 {longest} 字节（{longest // 3} 个汉字）", "name")
    return name

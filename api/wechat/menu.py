"""``python -m api wechat-menu``: publish the menu of ``knowledge/wechat_menu.yml`` to the official account."""

from __future__ import annotations

import argparse
import json
from typing import Any

from api.settings import CannotStart, Settings
from api.wechat.client import Failed
from knowledge.source import KnowledgeError
from knowledge.wechat_menu import Item, Menu, load_wechat_menu

NAME = "wechat-menu"


def add(commands: Any) -> None:
    parser = commands.add_parser(
        NAME,
        help="发布公众号菜单",
        description="把 knowledge/wechat_menu.yml 里的菜单发布到公众号；已关注的人最多 24 小时后看到。",
        epilog="例：PUBLIC_URL=https://12345.example.gov.cn python -m api wechat-menu --dry-run",
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--dry-run", action="store_true", help="只校验并打印将要发布的菜单，不发布")
    choice.add_argument("--delete", action="store_true", help="删除公众号现有的菜单")


def run(options: argparse.Namespace, settings: Settings) -> str:
    """Return what to print. Raises CannotStart."""
    try:
        buttons = None if options.delete else as_buttons(load_wechat_menu(), settings.public_url)
        if options.dry_run:
            return json.dumps({"button": buttons}, ensure_ascii=False, indent=2)
        return _published(settings, buttons)
    except KnowledgeError as error:
        raise CannotStart(str(error)) from error
    except Failed as failed:
        raise CannotStart(f"没有办成：{failed}。") from failed


def as_buttons(menu: Menu, public_url: str) -> list[dict[str, Any]]:
    """As WeChat takes them. Raises CannotStart where pages are to be opened and nobody said where they are."""
    if not public_url and any(item.page for column in menu.columns for item in column.items):
        raise CannotStart(
            "菜单里有要打开的页面：请给出 PUBLIC_URL（群众访问本站的地址，如 https://12345.example.gov.cn）。"
        )
    return [
        {"name": column.name, "sub_button": [_button(item, public_url) for item in column.items]}
        for column in menu.columns
    ]


def _button(item: Item, public_url: str) -> dict[str, str]:
    if item.page:
        return {"type": "view", "name": item.name, "url": public_url + item.page}
    return {"type": "click", "name": item.name, "key": item.key}


def _published(settings: Settings, buttons: list[dict[str, Any]] | None) -> str:
    client = settings.wechat.client() if settings.wechat else None
    if client is None:
        raise CannotStart("还没有接入公众号：请给出 WECHAT_TOKEN、WECHAT_APP_ID 和 WECHAT_APP_SECRET。")
    try:
        if buttons is None:
            client.delete_menu()
            return "公众号菜单已删除。"
        client.menu(buttons)
        return f"公众号菜单已发布：{'、'.join(button['name'] for button in buttons)}。"
    finally:
        client.close()

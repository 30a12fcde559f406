"""The tokens of the stylesheet, as the style guide shows them: read from the file, so that the guide cannot differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.templating import STATIC

COLOUR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b")
MEASURE = re.compile(r"--([a-z0-9-]+):\s*(\d+px)\b")
USES = {
    "ink": "正文",
    "ink-soft": "次要文字、输入框的边",
    "paper": "卡片和输入框的底",
    "ground": "页面的底",
    "line": "分隔线（不单独表意）",
    "accent": "主色：链接、主要按钮、焦点",
    "accent-ink": "主色底上的字",
    "accent-wash": "提示、选中行的底",
    "good": "办成、按时",
    "good-wash": "办成的底",
    "warn": "注意、将到期",
    "warn-wash": "注意的底",
    "bad": "逾期、出错、险情",
    "bad-wash": "出错的底",
    "mark": "标出回答问题的原句",
    "s1": "字与图标之间",
    "s2": "同一组控件之间",
    "s3": "标签与内容之间",
    "s4": "卡片内边、部件之间",
    "s5": "小节之间",
    "s6": "页首",
    "radius": "卡片、按钮、输入框的圆角",
    "type": "正文字号（大字模式 20px）",
    "touch": "触摸目标的最小高度",
    "column": "正文和对话的最大宽度（大字模式 840px）",
}


@dataclass(frozen=True)
class Colour:
    name: str
    use: str
    light: str
    dark: str


def read() -> tuple[list[Colour], list[tuple[str, str, str]]]:
    """The colours in both schemes, and the measures as (name, use, value)."""
    css = (STATIC / "style.css").read_text(encoding="utf-8")
    root, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    light, dark = _found(COLOUR, root), _found(COLOUR, rest.partition("\n}")[0])
    colours = [Colour(name, USES[name], value, dark[name]) for name, value in light.items()]
    return colours, [(name, USES[name], value) for name, value in _found(MEASURE, root.partition("}")[0]).items()]


def _found(pattern: re.Pattern[str], css: str) -> Mapping[str, str]:
    return dict(pattern.findall(css))

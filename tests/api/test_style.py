"""The one stylesheet: its colours are readable in both schemes, and it holds what the pages use and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.templating import FOLDER, STATIC

STYLE = (STATIC / "style.css").read_text(encoding="utf-8")
TEXT, LARGE_OR_LINE = 4.5, 3.0  # WCAG 2.1 AA, 1.4.3 and 1.4.11
# Ink, and the grounds it stands on.
READ_ON = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "good", "warn", "bad") for ground in ("paper", "ground")),
    ("accent-ink", "accent"),
    ("paper", "bad"),
    *((name, f"{name}-wash") for name in ("accent", "good", "warn", "bad")),
    *(("ink", f"{name}-wash") for name in ("accent", "good", "warn", "bad")),
    *(("ink-soft", f"{name}-wash") for name in ("accent", "good", "warn", "bad")),
    ("ink", "mark"),
]
# What is seen rather than read: the edge of a field, the focus.
SEEN_ON = [(edge, ground) for edge in ("ink-soft", "accent") for ground in ("paper", "ground", "accent-wash")]


def declared(css):
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b", css))


LIGHT = declared(STYLE[: STYLE.index("@media")])
DARK = LIGHT | declared(re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", STYLE, re.S).group(1))


def luminance(colour):
    """https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_does():
    assert contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=("明", "暗"))
@pytest.mark.parametrize("ink, ground", READ_ON)
def test_text_is_readable(scheme, ink, ground):
    assert contrast(scheme[ink], scheme[ground]) >= TEXT


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=("明", "暗"))
@pytest.mark.parametrize("edge, ground", SEEN_ON)
def test_edges_and_focus_are_seen(scheme, edge, ground):
    assert contrast(scheme[edge], scheme[ground]) >= LARGE_OR_LINE


def test_every_colour_has_its_dark_one_but_for_printed_paper():
    dark = declared(re.search(r"prefers-color-scheme: dark\) \{(.*?)\n\}", STYLE, re.S).group(1))

    assert set(dark) == set(LIGHT)


def files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(FOLDER.glob(pattern))]


SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in files("templates/*.html", "static/**/*.js"))
DEFINED = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", STYLE, flags=re.S)))


def used() -> set[str]:
    """Class names that pages and scripts give; what Jinja or a template string decides is taken apart into words."""
    given = re.findall(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', SOURCES)
    given += re.findall(r'(?:class:|className =|classList\.\w+\()\s*(?:\S+ \? )?["`]([^"`]*)["`]', SOURCES)
    given = [re.sub(r"\$\{.*?\}", "", each) for each in given]
    words = {word for each in given for word in re.findall(r"[\w-]+", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", each))}
    given = [re.sub(r"[!=]= '[^']*'", "", each) for each in given]
    quoted = {word for each in given for part in re.findall(r"'([^']*)'", each) for word in part.split()}
    quoted = {word for word in quoted if not any(name.endswith(f"--{word}") for name in DEFINED)}  # notice--{{ 'bad' }}
    return {word for word in words | quoted if re.match(r"[a-z]", word) and not word.endswith(("-", "--"))}


def test_every_class_of_a_page_is_in_the_stylesheet():
    assert used() - DEFINED == set()


def test_the_stylesheet_holds_no_class_that_no_page_uses():
    def built(name):
        """Whether some page makes the name from parts: ``urgency--{{ level }}``."""
        stem = re.match(r"(.*?--)", name) or re.match(r"(.*__)", name)
        return bool(stem) and bool(re.search(re.escape(stem.group(1)) + r"(?:\{\{|\$\{|')", SOURCES))

    words = set(re.findall(r"[\w-]+", SOURCES))
    assert {name for name in DEFINED if name not in words and not built(name)} == set()


def test_colours_are_tokens():
    """Outside of the tokens and of printed official papers no colour is written as a number."""
    body = STYLE[STYLE.index("*, *::before") :]
    rules = [
        rule for rule in re.findall(r"[^{}]+\{[^{}]*\}", body) if not re.search(r"\.official|@page|@media print", rule)
    ]
    screen = [rule for rule in rules if rule not in body[body.index("@media print") :]]

    assert [rule for rule in screen if re.search(r"#[0-9a-f]{3,6}\b", rule)] == []

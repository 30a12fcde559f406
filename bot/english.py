"""Messages written in English: the service answers in Chinese, with one line of help."""

from __future__ import annotations

import re

HELP = "utter_english"
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"(?<![0-9A-Za-z<{$])[A-Za-z]{2,}(?![0-9A-Za-z>}])")
GREETINGS = {"hello", "hi", "hey", "help", "english"}
FEWEST = 2  # words; one alone (OK, bye) is said by everybody


def in_english(text: str) -> bool:
    if CHINESE.search(text):
        return False
    words = WORD.findall(text)
    return len(words) >= FEWEST or any(word.lower() in GREETINGS for word in words)

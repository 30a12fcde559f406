"""Words of abuse are known, and left out of what is repeated."""

from __future__ import annotations

import pytest

from knowledge.insults import insulting, without_insults


@pytest.mark.parametrize("text", ["你这个废物", "真是白癡", "ＳＴＵＰＩＤ robot", "你们都是吃干饭的"])
def test_abuse_is_recognised_in_every_script(text):
    assert insulting(text)


@pytest.mark.parametrize("text", ["路灯坏了", "废品站太吵", "垃圾没人运"])
def test_what_merely_resembles_it_is_none(text):
    assert not insulting(text)


def test_it_is_left_out_and_the_rest_stays():
    assert without_insults("你们这群废物，公开要几天？废物") == "你们这群……，公开要几天？……"

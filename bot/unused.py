"""Stands in for TensorFlow, which Rasa imports with every policy and this bot never uses.

Only DIET, TED and their like compute with it; ``config.yml`` names none of them. Importing it costs 0.3 GiB and over
two seconds in every process. Names can be looked up and classes derived, which is all that Rasa does while it is
imported; whoever calls one is told why it cannot.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGES = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class _Name(type):
    """Any name of the package: has every attribute and takes every index, each being the same name again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn

    def __getitem__(cls, _: Any) -> Any:
        return StandIn


class StandIn(metaclass=_Name):
    """A class to derive from and never to make an instance of."""

    def __init__(self, *_: Any, **__: Any) -> None:
        raise RuntimeError("对话模型用到了 TensorFlow，而本程序没有载入它（bot/unused.py）：请改 config.yml。")


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in PACKAGES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def leave_out() -> None:
    """From now on every import of TensorFlow in this process gets the stand-in; where it is loaded already it stays."""
    if "tensorflow" not in sys.modules and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())

"""What every action here is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

Events = list[dict[str, Any]]


class DeskAction(Action, ABC):
    """An action of ``domain.yml``: says something, and may ask the desk."""

    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events: ...

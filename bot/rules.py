"""Rasa's rule policy without the half of its work that cannot change its answer."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT


class IntentRules(RulePolicy):
    """Predicts once per action: the stock one first looks for rules about the very words of a message."""

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and self._all_speak_of_intents:
            return None, None, False
        found: Any = super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)
        return found[0], found[1], found[2]

    @cached_property
    def _all_speak_of_intents(self) -> bool:
        """Whether no rule fits a message given by its words: each that follows a message names its intent."""
        return all(INTENT in last.get(USER, {}) for last in map(_last, self.lookup[RULES]) if _follows_message(last))


def _last(rule: str) -> dict[str, Any]:
    states: list[dict[str, Any]] = json.loads(rule)
    return states[-1]


def _follows_message(state: dict[str, Any]) -> bool:
    return bool(state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME) == ACTION_LISTEN_NAME)

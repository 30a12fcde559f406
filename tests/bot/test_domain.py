"""domain.yml, the rules, the actions and the Python names agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.actions import slots
from bot.actions.answering import GUESSES
from bot.actions.forms import FORMS
from bot.actions.replies import TICKET_BUTTON
from bot.agent import _in_process
from bot.evaluation import examples
from bot.nlu import certainties
from bot.nlu.regression import SHADE
from bot.training import DATA, DOMAIN, ROOT
from knowledge.emergencies import NUMBERS

DOMAIN_FILE = yaml.safe_load(DOMAIN.read_text("utf-8"))
SOURCES = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
RULES = [rule for path in (DATA / "rules").glob("*.yml") for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]]
INTENTS = {
    *("ask_policy", "file_ticket", "file_disclosure", "query_status", "urge_ticket", "withdraw", "rate_service"),
    *("human_agent", "emergency", "ask_department_contact", "greet", "goodbye", "thanks", "affirm", "deny", "cancel"),
    *("out_of_scope", "chitchat"),
}
MAIN = INTENTS - {"greet", "goodbye", "thanks", "affirm", "deny"}


def test_the_intents_are_the_eighteen_of_the_contract() -> None:
    assert set(DOMAIN_FILE["intents"]) == INTENTS


def test_every_intent_has_a_rule() -> None:
    handled = {step["intent"] for rule in RULES for step in rule["steps"] if "intent" in step}

    assert handled == INTENTS | {"nlu_fallback"}


@pytest.mark.parametrize("intent", sorted(MAIN))
def test_a_main_intent_has_a_hundred_examples(intent: str) -> None:
    assert sum(label.split(SHADE)[0] == intent for _, label in examples()) >= 100


def test_every_example_of_an_emergency_has_its_number() -> None:
    labels = {label for _, label in examples() if label.startswith("emergency")}

    assert labels == {f"emergency{SHADE}{number}" for number in NUMBERS}


def test_no_example_stands_under_two_intents() -> None:
    texts = [text for text, _ in examples()]

    assert len(texts) == len(set(texts))


def test_every_slot_that_code_names_is_in_the_domain() -> None:
    named = {value for name, value in vars(slots).items() if name.isupper() and isinstance(value, str)}

    assert named - {slots.REQUESTED} == DOMAIN_FILE["slots"].keys()


def test_forms_ask_for_the_slots_of_their_drafts() -> None:
    for form in FORMS.values():
        asked = DOMAIN_FILE["forms"][form.name]["required_slots"]
        assert [slot for slot in asked if slot in form.slots] == list(form.slots)


def test_every_action_of_the_domain_exists_and_none_other() -> None:
    assert set(_in_process(None)) == set(DOMAIN_FILE["actions"])


def test_every_response_is_said_somewhere_and_exists() -> None:
    said = set(re.findall(r"\butter_[a-z0-9_]+\b(?!\{)", SOURCES + str(RULES)))
    said |= {f"utter_emergency_{number}" for number in NUMBERS}
    asked = {
        f"utter_ask_{name}_{slot}" for name, form in DOMAIN_FILE["forms"].items() for slot in form["required_slots"]
    }
    asked |= {f"utter_ask_{form.name}_{slots.CHANGE}" for form in FORMS.values()}

    assert set(DOMAIN_FILE["responses"]) == (said | asked) - {"utter_message", "utter_emergency_"}


def test_buttons_are_plain_words() -> None:
    said = [response for variants in DOMAIN_FILE["responses"].values() for response in variants]
    buttons = [button for response in said for button in response.get("buttons", [])] + list(GUESSES.values())

    assert buttons
    assert not [button for button in buttons if button["payload"].startswith("/")]


def test_the_ticket_button_is_understood_as_it_is_made() -> None:
    assert TICKET_BUTTON == certainties.TICKET_BUTTON


def test_actions_stay_flat() -> None:
    assert not [path for path in (ROOT / "bot" / "actions").iterdir() if path.is_dir() and path.name != "__pycache__"]


@pytest.mark.parametrize("number", NUMBERS)
def test_an_emergency_reply_names_its_number_first_and_every_other_after(number: str) -> None:
    text = DOMAIN_FILE["responses"][f"utter_emergency_{number}"][0]["text"]

    assert re.search(r"1[0-9]{2}", text)[0] == number
    assert all(other in text for other in NUMBERS)


def test_stock_endpoints_stay_on_this_machine() -> None:
    endpoints = yaml.safe_load(Path(ROOT / "endpoints.yml").read_text("utf-8"))

    assert "127.0.0.1" in endpoints["action_endpoint"]["url"]

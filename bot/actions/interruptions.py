"""When a message during a form is no answer to the form."""

from __future__ import annotations

import re

from bot.actions.message import Message
from bot.actions.slots import CONTACT, FORM, MATTER, NAME, STILL_WANTED, WANTED
from bot.supplements import supplement

ALWAYS = {"emergency"}
COMMANDS = {"cancel", "human_agent", "withdraw"}
QUESTIONS = {"ask_policy", "ask_department_contact", "query_status"}
SMALL_TALK = {"chitchat", "out_of_scope"}
COURTESIES = {"greet", "thanks", "goodbye"}
ANSWERS = {"phone", "town", "village"}  # entities that show a form answer, whatever the intent

WISH = re.compile(r"匿名|实名|保密|(?:不|别)(?:想|愿意?|要|同意)?公开|不?留(?:电话|名|姓名)")

COMMAND_SURE, COURTESY_SURE = 0.5, 0.7
# How sure a question must be: nearly any sentence answers where free text is asked for, none where a number is.
QUESTION_SURE = {MATTER: 0.75, WANTED: 0.75, CONTACT: 0.35, FORM: 0.35}
ELSEWHERE_SURE = 0.55
NAME_LENGTH = 4
COURTESY_LENGTH = 12  # characters; a longer message says more than thank you


def alarms(message: Message) -> bool:
    return message.intent in ALWAYS


def interrupts(message: Message, requested: str) -> bool:
    """Whether *message* is to be answered apart, and the form asked for *requested* again."""
    if alarms(message):
        return True
    if message.intent == "cancel" and WISH.search(message.text):
        return False  # 算了，还是匿名吧
    if message.intent in COMMANDS:
        return message.confidence >= COMMAND_SURE
    if message.intent in COURTESIES:
        return message.confidence >= COURTESY_SURE and len(message.text) <= COURTESY_LENGTH
    if requested in (NAME, STILL_WANTED) and len(message.text) <= NAME_LENGTH and not message.asks:
        return False  # no classifier knows people's names
    if message.confidence < QUESTION_SURE.get(requested, ELSEWHERE_SURE) or ANSWERS & message.entities.keys():
        return False
    if message.intent == "query_status" and requested not in (MATTER, WANTED) and supplement(message.text) is None:
        return True  # 查一下进度 has no shape of a question
    return message.intent in SMALL_TALK or (message.intent in QUESTIONS and message.asks)

"""Chinese words by jieba, with the county's own names kept whole."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.names import county_names

WORDS = ("依申请公开", "信息公开", "领导接听", "政务公开", "互动类信件", "查询码", "催办", "撤件", "转人工")


@cache
def _dictionary() -> jieba.Tokenizer:
    """A tokenizer of its own: jieba's global one would carry our words into other users of the process."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in (*county_names().all(), *WORDS):
        tokenizer.add_word(word)
    return tokenizer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CountyTokenizer(Tokenizer):
    """Needs nothing from training: the dictionary is read from ``knowledge/`` when the model is loaded."""

    @staticmethod
    def supported_languages() -> list[str]:
        return ["zh"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CountyTokenizer:
        _dictionary().initialize()
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        words = _dictionary().tokenize(message.get(attribute))
        return [Token(word, start) for word, start, _ in words if word.strip()]

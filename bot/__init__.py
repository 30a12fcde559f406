"""The dialogue: understanding, forms and replies, embedded Rasa behind one asynchronous door."""

from bot.quiet import silence

silence()

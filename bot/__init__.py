"""The dialogue: understanding, forms and replies, embedded Rasa behind one asynchronous door."""

from bot.quiet import silence
from bot.unused import leave_out

silence()
leave_out()

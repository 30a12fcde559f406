"""Examples for the intent classifier that the knowledge already holds."""

from __future__ import annotations

import random
from itertools import zip_longest

from knowledge.documents import load_documents
from knowledge.questions import load_questions
from knowledge.routing_examples import load_routing_examples
from knowledge.topics import load_topics
from knowledge.units import load_units

SEED = 12345
QUESTION = "咨询"


def more_examples(*, policy: int, outside: int, matters: int) -> list[tuple[str, str]]:
    """At most *policy* questions the documents or a unit's services answer, *outside* that are nobody's here, and
    *matters* that citizens bring to the hotline.

    The choice is the same at every training, and takes one question of each passage before a second of any.
    """
    units = load_units()
    topics = load_topics(units)
    asked = [group.questions for group in load_questions(load_documents())] if policy else []
    services = [topic.questions for topic in topics if topic.kind != "outside"]
    elsewhere = [topic.questions for topic in topics if topic.kind == "outside"]
    told = [example for example in load_routing_examples(units) if example.type != QUESTION]
    kinds = [
        tuple(e.text for e in told if (e.unit, e.type) == kind) for kind in sorted({(e.unit, e.type) for e in told})
    ]
    return [
        *((text, "file_ticket") for text in _spread(kinds, matters)),
        *((text, "ask_policy") for text in _spread([*asked, *services], policy)),
        *((text, "out_of_scope") for text in _spread(elsewhere, outside)),
    ]


def _spread(groups: list[tuple[str, ...]], count: int) -> list[str]:
    order = random.Random(SEED)  # noqa: S311 - no secret, a repeatable choice
    shuffled = [order.sample(group, len(group)) for group in groups]
    order.shuffle(shuffled)
    layers = zip_longest(*shuffled)
    return [text for layer in layers for text in layer if text is not None][:count]

"""What a serving process does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot import unused
from bot.training import ROOT

CHECK = """
import sys
import api.start, bot.training
from retrieval.encode import DEFAULT_ENCODER, Encoder
assert Encoder.load(str(DEFAULT_ENCODER)).encode(["检查"]).shape == (1, 256)
print(*sorted({"torch", "transformers", "sentence_transformers"} & sys.modules.keys()))
print(type(sys.modules["tensorflow"]).__module__)
"""


def test_a_serving_process_loads_neither_tensorflow_nor_pytorch() -> None:
    run = subprocess.run([sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.splitlines() == ["", unused.__name__]


def test_the_stand_in_can_be_named_and_derived_from_but_not_used() -> None:
    class Layer(unused.StandIn.keras.layers.Layer):
        pass

    assert unused.StandIn.data["float32"] is unused.StandIn
    with pytest.raises(RuntimeError, match="TensorFlow"):
        Layer(units=3)

"""Last touch on a trained static encoder: a linear map of its rows that needs no further training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

SAMPLE = 40_000  # texts the spectrum is taken from


def finish(
    model: SentenceTransformer, texts: Sequence[str], *, character_factor: float, power: float, seed: int
) -> None:
    """Strengthen single characters, turn the space to its principal directions and stretch the strong ones.

    Training lets the rows of pairs grow long on the few texts that hold them; single characters carry over better.
    Weak directions are mostly noise of the same kind: direction i is scaled by (s_i / s_1) ** *power*, s being the
    eigenvalues of the second moment of unit sentence vectors. Strong directions first also suits cut vectors.

    Args:
        texts: A sample of these gives the spectrum.
        character_factor: Multiplies the rows of single characters.
    """
    bag = static(model)
    draw = np.random.default_rng(seed)
    sample = [texts[row] for row in draw.choice(len(texts), size=min(SAMPLE, len(texts)), replace=False)]
    single = [number for piece, number in bag.tokenizer.get_vocab().items() if len(piece) == 1]
    with torch.no_grad():
        bag.embedding.weight[single] *= character_factor
        vectors = model.encode(sample, normalize_embeddings=True, convert_to_tensor=True).double()
        values, directions = torch.linalg.eigh(vectors.T @ vectors)
        strength = (values.flip(0).clamp(min=0) / values[-1]) ** power
        turn = directions.flip(1) * strength
        bag.embedding.weight.copy_((bag.embedding.weight.double() @ turn).float())


def static(model: SentenceTransformer) -> StaticEmbedding:
    """The one module of a static encoder; raises TypeError for any other model."""
    bag = model[0]
    if not isinstance(bag, StaticEmbedding):
        raise TypeError(f"a static encoder is wanted here, not {type(bag).__name__}")
    return bag

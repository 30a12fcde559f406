import numpy as np

from retrieval.rank import Ranker
from retrieval.signals import PASSAGE_SIGNALS


def test_the_signal_that_tells_gets_the_weight():
    draw = np.random.default_rng(3)
    readings = draw.normal(size=(60, 20, len(PASSAGE_SIGNALS)))
    answers = [(int(np.argmax(reading[:, 2])),) for reading in readings]

    ranker = Ranker.fit(list(readings), answers)

    assert np.argmax(ranker.weights) == 2
    assert all(np.argmax(ranker.score(reading)) == answer[0] for reading, answer in zip(readings, answers, strict=True))

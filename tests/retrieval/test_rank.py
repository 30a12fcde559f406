import numpy as np

from retrieval.rank import PRIOR, Ranker
from retrieval.signals import PASSAGE_SIGNALS

TELLING = PASSAGE_SIGNALS.index("own")


def test_the_signal_that_tells_gains_weight():
    draw = np.random.default_rng(3)
    readings = draw.normal(size=(60, 20, len(PASSAGE_SIGNALS)))
    answers = [(int(np.argmax(reading[:, TELLING])),) for reading in readings]

    ranker = Ranker.fit(list(readings), answers)

    gained = ranker.weights - [PRIOR.get(name, 0.0) for name in PASSAGE_SIGNALS]
    assert np.argmax(gained) == TELLING


def test_a_score_is_the_weighted_standing_among_the_passages():
    weights = np.zeros(len(PASSAGE_SIGNALS))
    weights[TELLING] = 2.0
    signals = np.zeros((3, len(PASSAGE_SIGNALS)))
    signals[:, TELLING] = [0.0, 0.5, 1.0]

    scores = Ranker(weights).score(signals)

    np.testing.assert_allclose(scores, 2 * np.array([-1, 0, 1]) / np.sqrt(2 / 3))

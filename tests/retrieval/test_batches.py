from itertools import chain

from datasets import Dataset

from retrieval.batches import DistinctBatches


def pairs(*positives):
    return Dataset.from_dict({"anchor": [f"问{row}" for row in range(len(positives))], "positive": list(positives)})


def batches(dataset, *, size=4, epoch=0):
    sampler = DistinctBatches(dataset, size, drop_last=False, seed=7)
    sampler.set_epoch(epoch)
    return list(sampler)


def test_no_batch_holds_a_text_twice():
    dataset = pairs(*"甲乙丙丁" * 10)

    assert all(len(set(dataset[batch]["positive"])) == len(batch) for batch in batches(dataset))


def test_rows_that_share_a_text_fill_further_batches():
    found = batches(pairs(*"甲乙丙丁" * 10))

    assert sorted(chain.from_iterable(found)) == list(range(40))


def test_a_batch_of_too_few_pairs_is_left_out():
    assert len(batches(pairs(*"甲甲甲甲乙"), size=2)) == 1


def test_each_epoch_has_batches_of_its_own_drawn_from_the_seed():
    dataset = pairs(*(str(row) for row in range(40)))

    assert batches(dataset) == batches(dataset)
    assert batches(dataset) != batches(dataset, epoch=1)

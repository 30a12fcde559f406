import torch
from torch.optim import SparseAdam

from retrieval.row_adam import RowAdam


def steps(optimiser, table):
    touched = torch.tensor([[0, 3, 3], [1, 3, 1], [4, 4, 0]])
    for rows in touched:
        optimiser.zero_grad()
        (torch.nn.functional.embedding(rows, table, sparse=True) ** 3).sum().backward()
        optimiser.step()
    return table.detach()


def test_rows_move_as_under_sparse_adam():
    start = torch.arange(20, dtype=torch.float32).reshape(5, 4) / 10
    ours, theirs = torch.nn.Parameter(start.clone()), torch.nn.Parameter(start.clone())

    moved = steps(RowAdam([ours], lr=0.1), ours)

    assert torch.allclose(moved, steps(SparseAdam([theirs], lr=0.1), theirs), atol=1e-6)
    assert torch.equal(moved[2], start[2])
    assert not torch.equal(moved[0], start[0])

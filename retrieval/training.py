"""Training of the encoder: one vector per character and character pair, averaged, taught by pairs of equal meaning."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from datasets import Dataset
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from sentence_transformers.sentence_transformer.training_args import MultiDatasetBatchSamplers
from tokenizers import Tokenizer
from transformers import get_cosine_schedule_with_warmup, set_seed

from retrieval.batches import DistinctBatches
from retrieval.errors import InputUnusable
from retrieval.finish import finish, static
from retrieval.mining import Pair, mine, read_articles
from retrieval.ngrams import learn_vocabulary
from retrieval.row_adam import RowAdam

CHARACTERS = 200  # of each text: the mean over more says less, and statutes run to thousands
ANSWERED = "lay_question_llm_answer"  # the source whose answers point to articles
MINED = "mined_question_article"
SAVE_STEPS = 100  # an interrupted run loses at most these
INT8_MAX = 127


@dataclass(frozen=True)
class Recipe:
    """What decides the weights; a run with the same recipe, data and machine gives the same file."""

    dim: int = 256
    matryoshka: tuple[int, ...] = (256, 128, 64)
    vocabulary: int = 128_000
    least: int = 3  # texts a piece must occur in
    # First length of a vector relative to the piece's idf. Single characters carry most of a short sentence; pairs
    # begin small and grow where they help (decision 0020).
    character_weight: float = 5.0
    pair_weight: float = 0.1
    first_epochs: float = 1.0  # of the model that mines; the final one starts anew
    mined: int = 3  # articles per answered question
    mined_least: float = 8.0
    character_factor: float = 1.4  # see ``finish``
    power: float = 0.2
    epochs: float = 2.0  # in pairs shown, were every batch full
    batch: int = 512
    learning_rate: float = 0.01
    warmup: float = 0.1  # share of all steps
    scale: float = 20.0  # inverse temperature of the ranking loss
    seed: int = 7


def read_pairs(data: Path) -> dict[str, list[Pair]]:
    """Positive pairs of ``train/pairs.tsv.gz`` by source, each text cut to ``CHARACTERS``.

    Raises:
        InputUnusable: The file is missing, or a line has not three columns.
    """
    path = data / "train" / "pairs.tsv.gz"
    if not path.is_file():
        raise InputUnusable(path, "文件不存在，训练需要先取得训练数据")
    pairs: dict[str, list[Pair]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 3:
                raise InputUnusable(path, f"第 {number} 行不是三列")
            pairs[columns[2]].append((columns[0][:CHARACTERS], columns[1][:CHARACTERS]))
    return dict(pairs)


def new_model(tokenizer: Tokenizer, idf: NDArray[np.float32], recipe: Recipe, *, device: str) -> SentenceTransformer:
    """A static encoder with random directions, a row's length set by idf and ``character_weight``/``pair_weight``."""
    draw = np.random.default_rng(recipe.seed)
    directions = draw.normal(scale=0.1, size=(len(idf), recipe.dim)).astype(np.float32)
    pieces = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    weights = [recipe.character_weight if len(piece) == 1 else recipe.pair_weight for piece, _ in pieces]
    lengths = idf / idf.mean() * np.array(weights, dtype=np.float32)
    bag = StaticEmbedding(tokenizer, embedding_weights=directions * lengths[:, None])
    bag.embedding.sparse = True  # a batch touches a twentieth of the rows
    return SentenceTransformer(modules=[bag], device=device)


class _RowTrainer(SentenceTransformerTrainer):
    """Trains on sparse gradients, whose norm PyTorch cannot take; it is neither clipped nor logged."""

    def _get_grad_norm(self, model: torch.nn.Module, grad_norm: float | None = None) -> float:
        return 0.0


def fit(model: SentenceTransformer, pairs: dict[str, list[Pair]], recipe: Recipe, *, work: Path) -> None:
    """Train *model* in place; checkpoints go to *work* and the latest is taken up again.

    Taken up within the first epoch the weights come out the same to the bit; later the trainer draws the remaining
    batches of the epoch in another order.

    A batch holds one source only: negatives of the same kind of text are the hard ones.
    """
    datasets = {
        source: Dataset.from_dict({"anchor": [a for a, _ in rows], "positive": [b for _, b in rows]})
        for source, rows in sorted(pairs.items())
    }
    ranking = MultipleNegativesRankingLoss(
        model, scale=recipe.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    steps = round(recipe.epochs * sum(-(-len(rows) // recipe.batch) for rows in pairs.values()))
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(work),
        max_steps=steps,
        per_device_train_batch_size=recipe.batch,
        max_grad_norm=0,
        batch_sampler=DistinctBatches,
        multi_dataset_batch_sampler=MultiDatasetBatchSamplers.PROPORTIONAL,
        seed=recipe.seed,
        data_seed=recipe.seed,
        save_steps=SAVE_STEPS,
        save_total_limit=1,
        logging_steps=25,
        report_to=[],
        use_cpu=model.device.type == "cpu",
    )
    optimiser = RowAdam(model.parameters(), lr=recipe.learning_rate)
    trainer = _RowTrainer(
        model=model,
        args=arguments,
        train_dataset=datasets,
        loss=MatryoshkaLoss(model, ranking, list(recipe.matryoshka)),
        optimizers=(optimiser, get_cosine_schedule_with_warmup(optimiser, round(recipe.warmup * steps), steps)),
    )
    resumable = any(work.glob("checkpoint-*"))
    trainer.train(resume_from_checkpoint=resumable or None)


def save_compact(model: SentenceTransformer, folder: Path) -> None:
    """Write *model* with one int8 row and one float32 scale per piece, which StaticEmbedding multiplies on loading.

    ``embeddings`` int8 (pieces, dim) and ``weights`` float32 (pieces,) are model2vec's names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model.save(str(folder), create_model_card=False)
    rows = static(model).embedding.weight.detach().cpu().numpy()
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-12) / INT8_MAX
    quantised = np.rint(rows / scales[:, None]).astype(np.int8)
    save_file({"embeddings": quantised, "weights": scales.astype(np.float32)}, folder / "model.safetensors")


def train(data: Path, out: Path, *, work: Path, recipe: Recipe, device: str) -> SentenceTransformer:
    """Train from *data* and write the encoder to *out*; returns it as it loads from there.

    A first model learns from the given pairs and finds, together with BM25, the articles that answer further questions;
    the final model learns from both.

    Args:
        data: Folder with ``train/pairs.tsv.gz`` and ``text/law_articles.jsonl.gz``.
        out: Folder of the finished encoder; replaced as a whole.
        work: Folder for checkpoints; taken up again when it was left by the same recipe, removed when all is finished.
        device: A torch device, ``cpu`` or ``cuda``.
    """
    set_seed(recipe.seed)
    _open_work(work, recipe)
    pairs = read_pairs(data)
    texts = [text for rows in pairs.values() for pair in rows for text in pair]
    tokenizer, idf = learn_vocabulary(texts, size=recipe.vocabulary, least=recipe.least)
    mined = work / "mined.json"
    if not mined.is_file():
        first = new_model(tokenizer, idf, recipe, device=device)
        fit(first, pairs, replace(recipe, epochs=recipe.first_epochs), work=work / "first")
        found = mine(first, pairs.get(ANSWERED, []), read_articles(data), count=recipe.mined, least=recipe.mined_least)
        _write_pairs(mined, [(question, article[:CHARACTERS]) for question, article in found])
    pairs[MINED] = [(question, article) for question, article in json.loads(mined.read_text(encoding="utf-8"))]
    set_seed(recipe.seed)
    model = new_model(tokenizer, idf, recipe, device=device)
    fit(model, pairs, recipe, work=work / "final")
    finish(model, texts, character_factor=recipe.character_factor, power=recipe.power, seed=recipe.seed)
    save_compact(model, out)
    shutil.rmtree(work, ignore_errors=True)
    torch.cuda.empty_cache()
    return SentenceTransformer(str(out), device=device)


def _open_work(work: Path, recipe: Recipe) -> None:
    """Empty *work* unless the same recipe left it."""
    left = work / "recipe.json"
    wanted = json.dumps(asdict(recipe))
    if not left.is_file() or left.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        left.write_text(wanted, encoding="utf-8")


def _write_pairs(path: Path, pairs: list[Pair]) -> None:
    """Write them as one JSON array; the file appears when it is complete."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(pairs, ensure_ascii=False), encoding="utf-8")
    part.replace(path)

"""What can go wrong in searching, each with the sentence an operator reads and the command that mends it."""

from __future__ import annotations

from pathlib import Path


class RetrievalError(Exception):
    """A failure whose message may be printed as it is."""


class ModelUnusable(RetrievalError):
    """The encoder cannot be loaded; there is no other encoder to fall back to."""

    def __init__(self, encoder: str, problem: str) -> None:
        super().__init__(
            f"句向量模型 {encoder} 无法使用：{problem}。"
            f"请恢复 models/encoder（git checkout -- models/encoder），或用环境变量 ENCODER 指定可用的模型。"
        )
        self.encoder, self.problem = encoder, problem


class IndexUnusable(RetrievalError):
    """The index is missing, damaged or was built from other documents or another model."""

    def __init__(self, index: Path, problem: str) -> None:
        super().__init__(f"检索索引 {index} 无法使用：{problem}。请运行 python -m retrieval index 重新建立。")
        self.index, self.problem = index, problem


class InputUnusable(RetrievalError):
    """A file named on the command line is missing or not in the stated format."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"文件 {path} 无法使用：{problem}。")
        self.path, self.problem = path, problem

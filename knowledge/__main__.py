"""``python -m knowledge check``: validate every file and print how much there is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.source import KNOWLEDGE, KnowledgeError


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m knowledge",
        description="检查 knowledge/ 下的全部文件。",
        epilog="例：python -m knowledge check",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    check = commands.add_parser(
        "check",
        help="校验全部文件，有错时指出文件和行",
        epilog="例：python -m knowledge check --root knowledge",
    )
    check.add_argument("--root", type=Path, default=KNOWLEDGE, metavar="目录", help="默认为本软件的 knowledge/")
    options = parser.parse_args(arguments)
    try:
        counts = Catalogue.load(options.root).counts()
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    for name, count in counts.items():
        print(f"{name}\t{count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

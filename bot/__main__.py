"""``python -m bot train | shell | evaluate``."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

from bot.actions.desk_client import DeskClient
from bot.agent import Bot, ModelUnusable
from bot.evaluation import SetUnusable, held_out, on_set
from bot.nlu.encoder import EncoderMissing
from bot.training import TrainingFailed, model_path, up_to_date_model
from bot.turn import Turn
from knowledge.source import KnowledgeError

EXAMPLES = """例：
  python -m bot train                      训练对话模型；没有变化就跳过
  python -m bot evaluate                   轮流留出训练例句，量分类器（五折，约两分钟）
  python -m bot evaluate --dev PATH        用 PATH 量整条流水线：准确率、宏平均 F1、混淆，险情另列召回、误报和号码
      PATH 是 JSONL 文件，或含 dev_intents.jsonl 的目录；每行 {"text": "…", "intent": "…"}，险情可加 "number": "119"
  DESK_URL=http://127.0.0.1:8000 BOT_TOKEN=… python -m bot shell
"""


def main(arguments: list[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    models = Path(args.data_dir) / "models"
    try:
        if args.command == "train":
            _train(models, force=args.force)
        elif args.command == "evaluate":
            return _evaluate(models, args.dev)
        else:
            asyncio.run(_shell(models))
    except (EncoderMissing, KnowledgeError, ModelUnusable, SetUnusable, TrainingFailed, OSError) as error:
        print(f"出错：{error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="对话模型", epilog=EXAMPLES, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data-dir", default=os.environ.get("DATA_DIR", "var"), help="数据目录，默认 $DATA_DIR 或 var")
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="训练对话模型")
    train.add_argument("--force", action="store_true", help="没有变化也重新训练")
    evaluate = commands.add_parser("evaluate", help="量意图识别")
    evaluate.add_argument(
        "--dev", type=Path, metavar="PATH", help="JSONL 文件，或含 dev_intents.jsonl 的目录；只量这一份"
    )
    commands.add_parser("shell", help="在终端里对话（动作经 DESK_URL、BOT_TOKEN 连服务台）")
    return parser


def _train(models: Path, *, force: bool) -> None:
    path = model_path(models)
    if path.is_file() and not force:
        print(f"对话模型是最新的：{path}")
        return
    started = time.monotonic()
    up_to_date_model(models, force=force)
    print(f"对话模型已训练，用时 {time.monotonic() - started:.0f} 秒：{path}")


def _evaluate(models: Path, dev: Path | None) -> int:
    if dev is None:
        print("轮流留出（分类器本身，不含险情词表）：")
        print("\n".join(held_out().lines()))
        return 0
    bot = Bot.load(model_path(models), client=_client())

    def understand(text: str) -> tuple[str, str]:
        understood = asyncio.run(bot.parse(text))
        numbers = [entity["value"] for entity in understood.entities if entity["entity"] == "emergency_number"]
        return understood.intent, "".join(numbers)

    try:
        report = on_set(dev, understand)
    finally:
        bot.close()
    print(f"{dev}（整条流水线）：")
    print("\n".join(report.lines()))
    return 0


async def _shell(models: Path) -> None:
    bot = Bot.load(model_path(models), client=_client())
    print("输入空行结束。")
    while text := (await asyncio.to_thread(input, "> ")).strip():
        _show(await bot.say("shell", text))
    bot.close()


def _show(turn: Turn) -> None:
    print(f"[{turn.intent} {turn.confidence:.2f}]")
    for message in turn.messages:
        print(message.text)
        print("".join(f"〔{button['title']}〕" for button in message.buttons))


def _client() -> DeskClient:
    url = os.environ.get("DESK_URL", "http://127.0.0.1:8000")
    return DeskClient.connect(base_url=url, token=os.environ.get("BOT_TOKEN", ""))


if __name__ == "__main__":
    sys.exit(main())

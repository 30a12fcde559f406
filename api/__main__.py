"""``python -m api``: check what is needed, bring the database up to date, serve on 127.0.0.1; also ``wechat-menu``."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

import uvicorn

from api import logs, port
from api.settings import CannotStart, Settings
from api.wechat import menu


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m api",
        description="启动旌德县政务问答与12345热线助手。配置只从环境变量读取，见 README。",
        epilog="例：PORT=8001 DATA_DIR=/srv/desk python -m api",
    )
    menu.add(parser.add_subparsers(dest="command", metavar="命令", title="另有"))
    options = parser.parse_args()
    try:
        settings = Settings.from_env(os.environ)
        if options.command == menu.NAME:
            print(menu.run(options, settings))
            return 0
        busy = port.problem(str(settings.port))
        if busy:
            raise CannotStart(busy)
        return serve(settings)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1


def serve(settings: Settings) -> int:
    """Serve until stopped. Raises CannotStart, also when a part fails to load while the server already answers."""
    logs.quiet()
    print(f"正在启动 http://{port.HOST}:{settings.port} （数据目录 {settings.data_dir}）", flush=True)
    # Seconds of imports (Rasa, torch): only now, so that a wrong setting or a busy port is told at once.
    app = importlib.import_module("api.start").prepared(settings)
    config = uvicorn.Config(app, host=port.HOST, port=settings.port, log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    app.state.stop = lambda: setattr(server, "should_exit", True)
    app.state.stopping = lambda: server.should_exit
    server.run()
    if app.state.failure is not None:
        raise app.state.failure
    return 0


if __name__ == "__main__":
    sys.exit(main())

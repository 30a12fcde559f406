"""``python -m api``: check what is needed, bring the database up to date, serve on 127.0.0.1."""

from __future__ import annotations

import argparse
import os
import sys

import uvicorn

from api import logs, port, start
from api.settings import Settings, SettingsError


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m api",
        description="启动旌德县政务问答与12345热线助手。配置只从环境变量读取，见 README。",
        epilog="例：PORT=8001 DATA_DIR=/srv/desk python -m api",
    )
    parser.parse_args()
    try:
        settings = Settings.from_env(os.environ)
    except SettingsError as error:
        return _fail(str(error))
    busy = port.problem(str(settings.port))
    if busy:
        return _fail(busy)
    logs.quiet()
    try:
        app = start.prepared(settings)
    except start.FAILURES as error:
        return _fail(str(error))
    print(f"正在启动 http://{port.HOST}:{settings.port} （数据目录 {settings.data_dir}）", flush=True)
    server = uvicorn.Server(
        uvicorn.Config(app, host=port.HOST, port=settings.port, log_config=None, access_log=False, server_header=False)
    )
    app.state.stop = lambda: setattr(server, "should_exit", True)
    server.run()
    failure = app.state.failure
    return _fail(str(failure)) if failure else 0


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

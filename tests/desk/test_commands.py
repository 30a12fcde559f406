"""Every command as a person types it."""

import argparse
import io
import sqlite3
import sys

import pytest

from desk import __main__ as desk
from desk.commands.common import moment as read_moment
from desk.moments import SHANGHAI


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    """Run a command line on a data folder of its own; return exit status, output, errors."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PRODUCTION", raising=False)

    def run(line, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        status = desk.main(line.split())
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def commands(parser, path=()):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield from commands(child, (*path, name))
            return
    yield path, parser


COMMANDS = {" ".join(path): parser for path, parser in commands(desk.parser())}


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_with_an_example(path):
    text = COMMANDS[path].format_help()

    assert "例：" in text
    assert f"python -m desk {path}" in text


def test_due_prints_the_date_and_how_it_was_counted(typed):
    status, out, _ = typed("due --received 2020-09-17 --working-days 20")

    assert status == 0
    assert out.splitlines()[0] == "2020-10-21"
    assert "计入 2020年10月10日（周六）：国庆节、中秋节调休上班。" in out


def test_due_past_the_last_notice_is_provisional(typed):
    assert typed("due --received 2026-11-20 --working-days 40")[1].splitlines()[0].endswith("（暂定）")


REFUSED = {
    "没有数据库": "report --year 2020 --quarter 2",
    "期限太长": "due --received 2020-09-17 --working-days 4000",
    "没有这份通报": "load-bulletin nothing --year 2020 --quarter 2",
    "没有备份文件": "restore --from nowhere.db",
}


@pytest.mark.parametrize("line", REFUSED.values(), ids=REFUSED.keys())
def test_a_failure_is_one_chinese_line_and_a_non_zero_exit(typed, line):
    status, out, err = typed(line)

    assert status == 1
    assert out == ""
    assert err.startswith("错误：")
    assert len(err.splitlines()) == 1


def test_the_2020_table_is_loaded_reported_backed_up_and_restored(typed, tmp_path):
    database, copy = tmp_path / "var" / "desk.db", tmp_path / "copy.db"
    assert typed("migrate")[0] == 0
    assert "升级" not in typed("migrate")[1]
    assert "将载入 127 件" in typed("load-bulletin bulletin-2020-q2 --year 2020 --quarter 2 --dry-run")[1]
    assert "已载入 140 件" in typed("load-bulletin bulletin-2020-q2 --year 2020 --quarter 2")[1]
    assert "合计\t127\t127\t127\t0\t0\t13" in typed("report --year 2020 --quarter 2")[1]
    assert typed("score --year 2020")[0] == typed("report --year 2020")[0] == 0
    assert "已备份" in typed(f"backup --out {copy}")[1]

    kept = typed("verify-audit")[1].split("：")[-1].strip()
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER events_no_delete")
        connection.execute("DELETE FROM events WHERE sequence > 100")
    assert "末尾的记录被删除" in typed(f"verify-audit --known {kept}")[2]
    assert typed(f"restore --from {copy}")[0] == 1
    assert typed(f"restore --from {copy} --replace")[0] == 0
    assert typed(f"verify-audit --known {kept}")[0] == 0


def test_a_damaged_backup_is_not_restored(typed, tmp_path):
    typed("migrate")
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"SQLite format 3\0" + b"x" * 5000)

    assert typed(f"restore --from {copy} --replace")[0] == 1
    assert typed("verify-audit")[0] == 0


def test_an_account_is_made_with_a_password_from_standard_input(typed):
    typed("migrate")
    line = "account add --name li --role 承办人 --unit 住建局 --password-stdin"

    assert typed(line, "long enough password\n")[0] == 0
    assert "已存在" in typed(line, "long enough password\n")[2]
    assert "至少" in typed(line.replace("li", "wang"), "kurz\n")[2]
    assert "名录中没有「月球局」" in typed(line.replace("住建局", "月球局"), "long enough password\n")[2]


def test_a_password_is_changed_and_an_account_turned_off(typed):
    typed("migrate")
    typed("account add --name li --role 坐席 --password-stdin", "long enough password\n")

    assert typed("account password --name li --password-stdin", "another long password\n")[0] == 0
    assert typed("account off --name li")[0] == 0
    assert "没有账号" in typed("account off --name wang")[2]


def test_a_dry_run_of_remind_writes_nothing(typed):
    typed("migrate")

    assert "将发出 0 项" in typed("remind --at 2026-11-24T17:30 --dry-run")[1]
    assert "已发出 0 项" in typed("remind --at 2026-11-24T17:30")[1]


def test_an_export_is_written(typed, tmp_path):
    typed("migrate")

    assert typed(f"export --sheet tickets --out {tmp_path / 'out' / 't.csv'}")[0] == 0
    assert (tmp_path / "out" / "t.csv").read_text(encoding="utf-8").startswith('\ufeff"编号"')


LISTED = "编号,收到时间,内容,地点,匿名\n{number},2026-11-19 09:00,集镇路灯坏了一个月没人修,庙首镇集镇,是\n"


def test_a_list_of_another_platform_is_imported_once_and_answered_back(typed, tmp_path, routing_folder):
    typed("migrate")
    (tmp_path / "var" / "routing").symlink_to(routing_folder, target_is_directory=True)
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(LISTED.format(number="SZ-1"), encoding="utf-8")
    line = f"import-upstream --channel 市长信箱 {file} --at 2026-11-20T10:00"

    assert "未登记" in typed(f"{line} --dry-run")[1]
    assert "登记 1 件，此前已登记 0 件" in typed(line)[1]
    assert "登记 0 件，此前已登记 1 件" in typed(line)[1]
    assert typed(f"export-upstream --channel 市长信箱 --out {out}")[0] == 0
    assert '"SZ-1","JD-' in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line,said",
    [("--channel 市长信箱 {file}", "第 2 行：编号：必须填写"), ("--channel 电话 {file}", "没有上级渠道「电话」")],
    ids=["行有错", "渠道不对"],
)
def test_a_list_with_a_fault_is_refused_whole(typed, tmp_path, line, said):
    typed("migrate")
    file = tmp_path / "in.csv"
    file.write_text(LISTED.format(number=""), encoding="utf-8")
    status, _, errors = typed(f"import-upstream {line.format(file=file)} --at 2026-11-20T10:00")

    assert status == 1
    assert said in errors


def test_keys_are_written_once(typed, tmp_path):
    assert typed(f"keys --out {tmp_path / 'keys.json'}")[0] == 0
    assert "不覆盖" in typed(f"keys --out {tmp_path / 'keys.json'}")[2]


def test_moments_without_a_zone_are_shanghai_time():
    assert read_moment("2026-11-20T10:00").tzinfo is SHANGHAI
    assert read_moment("2026-11-20").isoformat() == "2026-11-20T00:00:00+08:00"
    with pytest.raises(argparse.ArgumentTypeError):
        read_moment("gestern")

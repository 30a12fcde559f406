"""The reasons the desk may refuse a request. Each carries the facts, and one sentence to show."""

from __future__ import annotations

from datetime import date


class DeskError(Exception):
    """A refusal whose message may be shown to the person who asked."""

    code = "refused"


class NotFound(DeskError):
    """Also the answer to a wrong secret or a case of another unit, so that nobody learns which numbers exist."""

    code = "not_found"

    def __init__(self, kind: str, number: str) -> None:
        super().__init__(f"没有找到{kind}，请核对编号和查询码。")
        self.kind, self.number = kind, number


class NotAllowed(DeskError):
    code = "not_allowed"

    def __init__(self, role: str, deed: str) -> None:
        super().__init__(f"{role}不能进行「{deed}」。")
        self.role, self.deed = role, deed


class WrongState(DeskError):
    code = "wrong_state"

    def __init__(self, kind: str, state: str, deed: str) -> None:
        super().__init__(f"{kind}当前为「{state}」，不能进行「{deed}」。")
        self.kind, self.state, self.deed = kind, state, deed


class Changed(DeskError):
    """Somebody else was quicker; what was handed in was written without knowing of it."""

    code = "changed"

    def __init__(self, actor: str, deed: str, when: str) -> None:
        super().__init__(
            f"这件办件刚才有变化：{actor}于 {when} 进行了「{deed}」。您写的内容还在下面，请看过变化后再提交。"
        )
        self.actor, self.deed = actor, deed


class Invalid(DeskError):
    code = "invalid"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}：{problem}")
        self.field, self.problem = field, problem


class CalendarUnknown(DeskError):
    code = "calendar_unknown"

    def __init__(self, day: date) -> None:
        super().__init__(f"尚无 {day.year} 年的放假安排，无法推算期限。")
        self.day = day


class TooMany(DeskError):
    code = "too_many"

    def __init__(self, what: str, *, retry_after_s: int) -> None:
        super().__init__(f"{what}次数过多，请 {max(1, retry_after_s // 60)} 分钟后再试。")
        self.what, self.retry_after_s = what, retry_after_s


class SignInRefused(DeskError):
    """One sentence for an unknown name, a wrong password and an ended session alike."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("用户名或密码不正确，或登录已失效，请重新登录。")


class Excluded(DeskError):
    """The matter has a lawful path of its own; whoever insists is filed all the same."""

    code = "excluded"

    def __init__(self, name: str, words: str, basis: str) -> None:
        super().__init__(f"{words}（{basis}）如仍要向热线提交，请选择“仍要提交”。")
        self.name, self.words, self.basis = name, words, basis


class NoSuchCode(DeskError):
    """A 续填码 that is wrong, spent or out of date: nobody learns which."""

    code = "no_such_code"

    def __init__(self) -> None:
        super().__init__("这个续填码不对，或者已经用过、过期了。请在原来的对话里说“换个地方接着填”，再要一个新的。")


class InTheWay(DeskError):
    """Where a draft should go on, another one is open."""

    code = "in_the_way"

    def __init__(self) -> None:
        super().__init__("这里还有一份没有提交的内容。请先提交它，或者说“取消填写”，再发一次续填码。")

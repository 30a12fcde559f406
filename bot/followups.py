"""A follow-up question (“那延期呢？”) written out with what the question before it was about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.parallels import Parallel
from knowledge.units import Unit, names_of

# Characters. A longer message says itself what it is about; one that only opens with 那 does so sooner.
LONGEST = 16
LONGEST_OPENED = 9
END = re.compile(r"[\s。！？!?，,…~～]+$")
OPENING = re.compile(
    r"^(?:那么|那个|那|还有|另外|再问一下|再问下|换成|换做|换|要是|如果是|如果|万一|至于|同样|接着问)[，,、\s]*(?:要是|如果是|如果|万一|换成)?"
)
POINTING = re.compile(r"^(?:那么|那)?(?:这个|那个|这种|这样|这|它|他们|她|他|其|上面|刚才)(?:的|说的)?")
AND = re.compile(r"(?:的话)?(?:又|都)?(?:呢|咧|哩)$")
# Asks without naming anything: what it asks about stands in the question before.
BARE = re.compile(
    r"(?:那|要|得|留|需要|一般|大概|最多|最少|最长|最快|到底|具体|总共|一共|该|应该|是|由|向)*"
    r"(?:多久|多长时间|多少天|几天|几个工作日|几次|几个|几分|几件|多少(?:钱|分|件|个|人|次)?|谁(?:管|负责|来管|定|批|审|说了算|牵头)?"
    r"|找谁|哪个单位|哪家|要钱|收费|收钱|花钱|为什么|为啥|凭什么|怎么办|怎么弄|怎么申请|咋办|咋弄|在哪里?|在哪儿|去哪里?"
    r"|什么时候|啥时候|哪一?天|电话(?:是?多少)?|地址(?:在哪里?)?|依据(?:是什么)?|哪一?条|第几条|有什么后果|会怎么样|会怎样"
    r"|有例外|能延期|可以延期|能延长|能再延|几点|几个人)"
    r"(?:办|定|算|的|完成|开始|结束|公布|公告|公开|上班|下班|开门|关门)?(?:吗|嘛|么|呢|啊|呀|的)?"
)
ASKING = re.compile(
    r"(?:是|要|得|需要|最多|最长|最高|最低|一共|总共|大概|应该|该|由|到底|可以|能)*"
    r"(?:多久|多长时间|多少(?:天|个工作日|钱|分|件|次|人|条)?|几(?:天|次|个工作日|个|分|件|号|人|点|条|级)?|什么时候|啥时候|什么|啥"
    r"|怎么(?:样|办|算|弄)?|咋|谁|哪(?:里|儿|个单位|个|家|些|天|条)?|是不是|能不能|可不可以|有没有|要不要)"
    r"|[吗嘛么呢啊呀？?]"
)
FILLING = re.compile(r"[的是了呢吗嘛么啊呀，,。？?！!、\s]|一下|情况|方面|这边|那边|怎么样|如何|怎么说")


@dataclass(frozen=True)
class Kind:
    """Words of one kind; *pattern* finds them in a text, the longest first."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, members: Iterable[str]) -> Kind:
        return cls(re.compile("|".join(map(re.escape, sorted(members, key=len, reverse=True)))))


NAMED_BY_NUMBER = (
    Kind(re.compile(r"第[\d一二三四五六七八九十百]+条")),
    Kind(re.compile(r"第?[一二三四1-4]季度")),
    Kind(re.compile(r"20\d\d年")),
    Kind(re.compile(r"附件[一二三四五六七八九\d]")),
)


class Followups:
    """Knows which words can take each other's place."""

    def __init__(self, parallels: Iterable[Parallel], units: Sequence[Unit]) -> None:
        groups = [Kind.of(parallel.members) for parallel in parallels]
        self._kinds = (*NAMED_BY_NUMBER, Kind.of(names_of(units)), *groups)

    def written_out(self, text: str, earlier: str) -> str | None:
        """The question *text* stands for after the question *earlier*; None when it stands for itself.

        “那三季度呢” takes the place of the quarter asked about; “那延期呢” is put before the question; “要收费吗”
        is put after what the question was about.
        """
        said = END.sub("", text.strip())
        core = AND.sub("", POINTING.sub("", OPENING.sub("", said)))
        if not core or len(said) > LONGEST or not (BARE.fullmatch(said) or self._leans(said, core)):
            return None
        replaced = self._replaced(core, earlier)
        if replaced is not None:
            return replaced
        if not ASKING.search(core):
            return f"{core}，{earlier}"
        about = ASKING.sub("", END.sub("", earlier)).strip("，,、 ")
        return f"{about}，{core}" if about else None

    def _leans(self, said: str, core: str) -> bool:
        """Whether *said* is a question that leans on what was said before; *core* is what it asks."""
        if not (AND.search(said) or ASKING.search(core)):
            return False
        return POINTING.match(said) is not None or (core != said and len(core) <= LONGEST_OPENED)

    def _replaced(self, core: str, earlier: str) -> str | None:
        """*earlier* with the word of one kind that *core* names in the place of its own; None when core says more."""
        for kind in self._kinds:
            named = kind.pattern.search(core)
            first = kind.pattern.search(earlier)
            if named and first and not _words(core.replace(named[0], "", 1)):
                return f"{earlier[: first.start()]}{named[0]}{earlier[first.end() :]}"
        return None


def _words(text: str) -> str:
    """What *text* says beside asking."""
    return FILLING.sub("", ASKING.sub("", text))

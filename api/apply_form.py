"""What an applicant types on /apply, and what is wrong with it, field by field; nothing typed is cut or lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

from fastapi import Request

from api.text import clean
from desk import identity_documents, validity
from desk.filings import APPLICANTS, LONGEST, DisclosureFiling
from desk.identity_documents import IdentityKind
from desk.vault import SealBroken, Vault

PERSON, ORGANISATION = "公民", "法人或者其他组织"
SORTS = APPLICANTS[1:]
FORMS = ("电子文件", "纸质文件", "现场查阅")
DELIVERIES = ("电子邮件", "邮寄", "当面领取")
SHORT = {"name": 60, "representative": 60, "phone": 30, "email": 100, "address": 200}
PURPOSE = 500
LABELS = {
    "name": "姓名或者名称",
    "representative": "法定代表人或者委托代理人",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
    "wanted": "所需信息",
    "purpose": "用途",
}
REACHED = {"电子邮件": ("email", "选了电子邮件，请填写电子邮箱。"), "邮寄": ("address", "选了邮寄，请填写通信地址。")}
ARTICLE = "（《政府信息公开条例》第二十九条）"


@dataclass(frozen=True)
class Application:
    """Attributes:
    who: PERSON or ORGANISATION; *sort* the kind of organisation, as the yearly report counts it.
    sealed: The proof of identity from an earlier step, so that it travels without being shown again.
    """

    wanted: str = ""
    who: str = PERSON
    sort: str = ""
    name: str = ""
    representative: str = ""
    id_kind: str = IdentityKind.RESIDENT.value
    id_number: str = ""
    organisation: str = ""
    sealed: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    form: str = ""
    delivery: str = ""
    purpose: str = ""

    @property
    def proof_field(self) -> str:
        return "id_number" if self.who == PERSON else "organisation"

    @property
    def proof_kind(self) -> str:
        return self.id_kind if self.who == PERSON else IdentityKind.ORGANISATION.value

    def proof(self, vault: Vault) -> dict[str, str]:
        """The proof typed now, else the sealed one of an earlier step if it fits who applies."""
        typed = getattr(self, self.proof_field)
        if typed:
            return {"kind": self.proof_kind, "number": typed}
        kept = _opened(self.sealed, vault)
        organised = kept.get("kind") == IdentityKind.ORGANISATION
        return kept if kept and organised == (self.who == ORGANISATION) else {}

    def problems(self, proof: Mapping[str, str]) -> dict[str, str]:
        """By field, in the order of the page, what to do about it; empty when it can be filed."""
        faults = [self._too_long(), self._missing(proof), self._unreadable(proof), self._unreachable(), self._choices()]
        found = {field: sentence for each in reversed(faults) for field, sentence in each.items()}
        return {field.name: found[field.name] for field in fields(self) if field.name in found}

    def _too_long(self) -> dict[str, str]:
        most = {**SHORT, "wanted": LONGEST, "purpose": PURPOSE}
        return {
            field: f"{LABELS[field]}最多 {limit} 字，现在是 {len(getattr(self, field))} 字，请缩短。"
            for field, limit in most.items()
            if len(getattr(self, field)) > limit
        }

    def _missing(self, proof: Mapping[str, str]) -> dict[str, str]:
        required = {
            "wanted": (self.wanted, "请写明所需信息的名称、文号或者便于查询的特征"),
            "name": (self.name, "请填写申请人的姓名或者单位名称"),
            "phone": (self.phone or self.email or self.address, "电话、电子邮箱、通信地址请至少填写一项"),
            self.proof_field: (proof.get("number"), f"请填写{self.proof_kind}号码"),
        }
        return {field: f"{sentence}{ARTICLE}。" for field, (given, sentence) in required.items() if not given}

    def _unreadable(self, proof: Mapping[str, str]) -> dict[str, str]:
        number = proof.get("number", "")
        found = {
            self.proof_field: number and identity_documents.problem(IdentityKind(proof["kind"]), number),
            "phone": self.phone and validity.phone_problem(self.phone),
            "email": (fault := validity.email_problem(self.email)) and f"电子邮箱{fault}。",
        }
        return {field: sentence for field, sentence in found.items() if sentence}

    def _unreachable(self) -> dict[str, str]:
        field, sentence = REACHED.get(self.delivery, ("", ""))
        return {field: sentence} if field and not getattr(self, field) else {}

    def _choices(self) -> dict[str, str]:
        found = {} if self.form in FORMS else {"form": f"请选择提供形式：{'、'.join(FORMS)}{ARTICLE}。"}
        if self.delivery not in DELIVERIES and self.form != FORMS[2]:
            found["delivery"] = f"请选择领取答复的方式：{'、'.join(DELIVERIES)}。"
        if self.who == ORGANISATION and self.sort not in SORTS:
            found["sort"] = f"请选择单位类别：{'、'.join(SORTS)}（只用于统计）。"
        return found

    def filing(self, proof: Mapping[str, str]) -> DisclosureFiling:
        person = {field: getattr(self, field) for field in ("name", "phone", "email", "address")}
        person["phone"] = validity.normal_phone(self.phone) or self.phone
        if self.who == PERSON:
            person |= {"id_kind": proof["kind"], "id_number": proof["number"]}
        else:
            person |= {"organisation": proof["number"], "representative": self.representative}
        return DisclosureFiling(
            self.wanted,
            form=self.form,
            delivery=self.delivery,
            purpose=self.purpose,
            applicant=APPLICANTS[0] if self.who == PERSON else self.sort,
            person=person,
        )


def sealed(proof: Mapping[str, str], vault: Vault) -> str:
    """For the hidden field between two steps; "" for none."""
    return vault.seal(json.dumps(dict(proof)), table="apply", row="", column="proof") if proof else ""


def _opened(text: str, vault: Vault) -> dict[str, str]:
    """What ``sealed`` made; nothing of anything else."""
    if not text:
        return {}
    try:
        found: dict[str, str] = json.loads(vault.open(text, table="apply", row="", column="proof"))
    except (SealBroken, ValueError):
        return {}
    return found


async def application(request: Request) -> Application:
    """What was posted; a closed choice nobody offered counts as not made."""
    posted = await request.form()
    typed = {name: clean(value) for name, value in posted.items() if name in NAMES and isinstance(value, str)}
    offered = {name: value for name, value in typed.items() if value in OFFERED.get(name, (value,))}
    return Application(**offered)


NAMES = frozenset(field.name for field in fields(Application))
OFFERED = {"who": (PERSON, ORGANISATION), "id_kind": identity_documents.PERSONAL}

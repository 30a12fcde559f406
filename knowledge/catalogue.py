"""Everything under knowledge/ read at once and checked against each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.appraisal import Appraisal, load_appraisal
from knowledge.channels import Channel, load_channels
from knowledge.conflicts import Conflict, load_conflicts
from knowledge.documents import Document, load_documents
from knowledge.elsewhere import load_elsewhere
from knowledge.emergencies import Emergencies, load_emergencies
from knowledge.exclusions import Exclusion, load_exclusions
from knowledge.fees import Tariff, load_tariffs
from knowledge.holidays import Notice, load_holidays
from knowledge.hot_questions import HotQuestion, load_hot_questions
from knowledge.insults import load_insults
from knowledge.laws import Law, load_laws
from knowledge.leader_cues import LeaderCues, load_leader_cues
from knowledge.letters import Template, load_letters
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.notices import NoticeRule, load_notices
from knowledge.parallels import Parallel, load_parallels
from knowledge.phrases import BannedPhrase, load_phrases
from knowledge.pinyin_confusions import Confusion, load_confusions
from knowledge.places import Town, load_places
from knowledge.questions import PassageQuestions, load_questions
from knowledge.reasons import Reason, load_reasons
from knowledge.remedies import Remedy, load_remedies
from knowledge.reply_rules import ReplyRule, load_reply_rules
from knowledge.retention import Retention, load_retention
from knowledge.routing_examples import RoutingExample, load_routing_examples
from knowledge.rules import Rule, load_rules
from knowledge.source import KNOWLEDGE
from knowledge.topics import Topic, load_topics
from knowledge.type_cues import TypeCue, load_type_cues
from knowledge.units import Unit, load_units
from knowledge.watch_list import Watched, load_watch_list
from knowledge.wechat_menu import Menu, load_wechat_menu


@dataclass(frozen=True)
class Catalogue:
    """All knowledge; raises KnowledgeError on ``load`` at the first fault."""

    documents: list[Document]
    units: list[Unit]
    questions: list[PassageQuestions]
    topics: list[Topic]
    routing_examples: list[RoutingExample]
    type_cues: list[TypeCue]
    parallels: list[Parallel]
    lexicon: Lexicon
    confusions: tuple[Confusion, ...]
    places: list[Town]
    elsewhere: tuple[str, ...]
    rules: dict[str, Rule]
    conflicts: list[Conflict]
    reasons: list[Reason]
    tariffs: list[Tariff]
    letters: dict[str, Template]
    remedies: dict[str, Remedy]
    laws: dict[str, Law]
    retention: list[Retention]
    emergencies: Emergencies
    insults: tuple[str, ...]
    exclusions: list[Exclusion]
    channels: dict[str, Channel]
    phrases: list[BannedPhrase]
    reply_rules: dict[str, ReplyRule]
    appraisal: Appraisal
    holidays: list[Notice]
    leader_cues: LeaderCues
    notices: list[NoticeRule]
    watch_list: list[Watched]
    hot_questions: list[HotQuestion]
    wechat_menu: Menu

    @classmethod
    def load(cls, root: Path = KNOWLEDGE) -> Catalogue:
        documents = load_documents(root)
        units = load_units(root)
        questions = load_questions(documents, root)
        topics = load_topics(units, root)
        return cls(
            documents=documents,
            units=units,
            questions=questions,
            topics=topics,
            routing_examples=load_routing_examples(units, root),
            type_cues=load_type_cues(root),
            parallels=load_parallels(root),
            lexicon=load_lexicon(documents, questions, topics, units, root),
            confusions=load_confusions(root),
            places=load_places(units, root),
            elsewhere=load_elsewhere(root),
            rules=load_rules(root, documents=documents),
            conflicts=load_conflicts(documents, root),
            reasons=load_reasons(root),
            tariffs=load_tariffs(root),
            letters=load_letters(root),
            remedies=load_remedies(root),
            laws=load_laws(root),
            retention=load_retention(root),
            emergencies=load_emergencies(root),
            insults=load_insults(root),
            exclusions=load_exclusions(root),
            channels=load_channels(root),
            phrases=load_phrases(root),
            reply_rules=load_reply_rules(root),
            appraisal=load_appraisal(documents, root),
            holidays=load_holidays(root),
            leader_cues=load_leader_cues(documents, root),
            notices=load_notices(root),
            watch_list=load_watch_list(root),
            hot_questions=load_hot_questions(documents, root),
            wechat_menu=load_wechat_menu(root),
        )

    def counts(self) -> dict[str, int]:
        """How much there is of each, under its Chinese name."""
        return {
            "文件": len(self.documents),
            "条款段落": sum(block.kind != "heading" for document in self.documents for block in document.blocks),
            "问法对应的段落": len(self.questions),
            "问法": sum(len(group.questions) for group in self.questions),
            "不在文件内的主题": len(self.topics),
            "转办例句": len(self.routing_examples),
            "类型说法": len(self.type_cues),
            "并列说法": len(self.parallels),
            "口语说法": len(self.lexicon.phrases),
            "易混的音": len(self.confusions),
            "镇": sum(unit.kind == "镇" for unit in self.units),
            "县直单位": sum(unit.kind == "县直" for unit in self.units),
            "外地地名": len(self.elsewhere),
            "规则": len(self.rules),
            "与上位法不一致之处": len(self.conflicts),
            "公开答复理由": len(self.reasons),
            "收费方式": len(self.tariffs),
            "公开文书": len(self.letters),
            "核对条号的法规": len({law.name for law in self.laws.values()}),
            "保存期限": len(self.retention),
            "紧急情况": len(self.emergencies.dangers),
            "骂人的话": len(self.insults),
            "法定途径": len(self.exclusions),
            "受理渠道": len(self.channels),
            "回复禁语": len(self.phrases),
            "答复检查项": len(self.reply_rules),
            "考评扣分项": len(self.appraisal.items),
            "放假通知（年）": len(self.holidays),
            "领导接听的问法": len(self.leader_cues.subjects) + len(self.leader_cues.asks),
            "通知用语": len(self.notices),
            "舆情关注": len(self.watch_list),
            "首页常有人问": len(self.hot_questions),
        }

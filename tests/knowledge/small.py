"""A knowledge folder small enough to read, valid as it stands; tests spoil one file of it."""

from __future__ import annotations

from pathlib import Path

from knowledge.source import KNOWLEDGE

DOCUMENT = """\
---
id: letter-rules
title: 信件办理规定
number: ""
issuer: 旌德县政府办
issued: 2020-01-02
effective: null
status: 现行有效
superseded_by: null
kind: 制度
audience: public
url: "http://example.org/1"
source: 自评材料
---

本规定自印发之日起施行。

## 第一章 总则

第一条 为了规范办理。

（一）登记；

第二条 应当在 3 个工作日内答复。

## 附件

| 序号 | 单位 |
|---|---|
| 1 | 住建局 |
| 2 | 庙首镇 |
"""

FILES = {
    "documents/letter-rules.md": DOCUMENT,
    "questions.jsonl": (
        '{"document": "letter-rules", "anchor": "应当在3个工作日内答复", "section": "第二条",'
        ' "questions": ["几天答复"], "negative": []}\n'
    ),
    "outside_topics.jsonl": (
        '{"topic": "公租房", "unit": "住建局", "kind": "county_service", "questions": ["怎么申请"]}\n'
    ),
    "routing_examples.jsonl": '{"unit": "住建局", "type": "咨询", "texts": ["公租房轮候要等多久"]}\n',
    "lexicon.tsv": "说法\t文件用语\n# 时间\n多久\t工作日、答复\n没人理\t办理\n",
    "pinyin_confusions.tsv": "位置\t写作\t归为\n开头\tzh\tz\n",
    "elsewhere.txt": "# 邻县\n甲县 乙县\n",
    "leader_cues.yml": (
        "- {documents: [letter-rules], quoted: letter-rules, section: 第二条, subjects: [接听], asks: [哪天]}\n"
    ),
    "type_cues.yml": "- {name: 问办法, where: last, pattern: '怎么|多久'}\n",
    "departments.yml": """\
- name: 住建局
  full: 旌德县住房和城乡建设局
  kind: 县直
  aliases: [建设局]
  duties: [公租房]
  phones:
    - {label: 办公室, number: "0563-8000000", source: 测试}
- name: 庙首镇
  full: 旌德县庙首镇人民政府
  kind: 镇
  aliases: []
  duties: [村道]
""",
    "parallels.yml": "- name: 种类\n  members: [咨询, 投诉]\n- name: 渠道\n  members: [热线, 信箱]\n",
    "places.yml": "- name: 庙首镇\n  aliases: [庙首]\n  villages: []\n",
    "rules.yml": (
        "- id: answer\n  name: 答复\n  value: 3\n  unit: 工作日\n"
        "  document: letter-rules\n  source: 信件办理规定\n  article: 第二条\n"
    ),
    "conflicts.yml": (
        "- document: letter-rules\n  article: 第二条\n  words: 3个工作日\n"
        "  note: 以上位法为准。\n  law: 条例\n  law_article: 第三十三条\n"
    ),
    "retention.yml": "- {code: shelved, kind: 身份信息, years: 1, since: 登记备查, erase: 身份信息, source: 制度}\n",
    "fees.yml": "- {method: 按件, unit: 件, per: 每月, source: 办法, bands: [{from: 1, price: 0}]}\n",
    "reasons.yml": (
        "- code: granted\n  outcome: 予以公开\n  name: 可以公开\n  letter: 告知书\n"
        "  basis: 第三十六条第二项\n  words: 予以公开：{needed}\n  row: 予以公开\n"
    ),
    "letters.yml": (
        '- key: answer\n  title: 答复书\n  series: "NO.〔{year}〕{ordinal}号"\n  to: 申请人\n  answer: true\n'
        '  body: ["{words}", "{remedy}"]\n'
    ),
    "remedies.yml": "".join(
        f"- {{level: {level}, organ: 县政府办, review: 市政府, court: 法院, open: 市政府或法院, "
        "refused: 先向市政府, source: 法}\n"
        for level in ("县政府部门", "县人民政府")
    ),
    "laws.yml": "- {name: 某条例, aliases: [条例], articles: 5, items: {第三条: 2}, source: 测试}\n",
    "emergencies.yml": '- name: 火灾\n  number: "119"\n  phrases: [着火了]\n  near_misses: ["怕.*着火了"]\n',
    "insults.txt": "# 例\n蠢货 废物\n",
    "emergency_calm.yml": "- {name: 过去, patterns: [去年], examples: [去年着火了]}\n",
    "exclusions.yml": (
        "- code: litigation\n  name: 诉讼\n  cues: ['不服.{0,6}判决']\n  near_misses: [改判决]\n"
        "  matches: [我不服法院的判决]\n  misses: [路灯坏了]\n  path: 请上诉。\n  basis: 国办函〔2025〕66号\n"
    ),
    "channels.yml": (
        "- {name: 网页, kind: 对话, filers: [群众], number: 不填, source: 测试}\n"
        "- {name: 市长信箱, kind: 上级转来, filers: [坐席], number: 必填, source: 测试}\n"
    ),
    "banned_phrases.yml": (
        "- rule: perfunctory\n  phrase: 已解释\n  pattern: 已解释\n  level: block\n  message: 写明内容\n  source: 三\n"
    ),
    "reply_rules.yml": (KNOWLEDGE / "reply_rules.yml").read_text(encoding="utf-8"),
    "appraisal.yml": "[]\n",
    "hot_questions.yml": "- {question: 几天答复？, document: letter-rules}\n",
    "watch_list.yml": "- {name: 工资拖欠, cues: [欠薪], source: 要点}\n",
    "wechat_menu.yml": "- {name: 我要办, items: [{name: 反映问题, key: report, words: 我要反映问题}]}\n",
    "notices.yml": "- {kind: 工单, event: 签收, to: 群众, words: '{number}已签收'}\n",
    "calendar/2020.json": (
        '{"year": 2020, "papers": ["http://www.gov.cn/1"],'
        ' "days": [{"name": "元旦", "date": "2020-01-01", "isOffDay": true}]}\n'
    ),
}


def write_knowledge(root: Path, **changed: str) -> Path:
    """Write the small folder to *root*; *changed* maps a file's stem, e.g. ``departments``, to other contents."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.pop(path.stem.replace("-", "_"), text), encoding="utf-8")
    assert not changed, changed
    return root

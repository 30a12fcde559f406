"""Every complaint about a knowledge file names the file, the line and the problem."""

from __future__ import annotations

import pytest

from knowledge.__main__ import main
from knowledge.catalogue import Catalogue
from knowledge.source import KNOWLEDGE, KnowledgeError
from tests.knowledge.small import DOCUMENT, FILES, write_knowledge

UNITS = FILES["departments.yml"]
QUESTION = FILES["questions.jsonl"]
LEXICON = FILES["lexicon.tsv"]
SOUNDS = FILES["pinyin_confusions.tsv"]
EXCLUSIONS = FILES["exclusions.yml"]
CHANNELS = FILES["channels.yml"]

BAD_DOCUMENTS = {  # contents, line, problem
    "没有开头": (DOCUMENT.removeprefix("---\n"), 1, "第一行应为 ---"),
    "没有结尾": (DOCUMENT.replace("---\n\n本规定", "\n本规定"), 1, "没有以 --- 结束"),
    "空的说明": ("---\n---\n正文\n", 2, "front matter 应为"),
    "YAML 写错": (DOCUMENT.replace('number: ""', "number: [1"), 5, "YAML 写法有误"),
    "不存在的日期": (DOCUMENT.replace("2020-01-02", "2020-02-30"), 6, "2020-02-30"),
    "不是日期": (DOCUMENT.replace("2020-01-02", "去年"), 6, "issued 应为 2020-09-17 这样的日期"),
    "id 与文件名不同": (DOCUMENT.replace("id: letter-rules", "id: other"), 2, "id「other」应与文件名相同"),
    "缺少发布机关": (DOCUMENT.replace("issuer: 旌德县政府办\n", ""), 2, "缺少 issuer"),
    "发布机关为空": (DOCUMENT.replace("issuer: 旌德县政府办", 'issuer: ""'), 5, "缺少 issuer"),
    "发布机关是列表": (DOCUMENT.replace("issuer: 旌德县政府办", "issuer: [甲, 乙]"), 5, "issuer 应为文字"),
    "多写了字段": (DOCUMENT.replace("audience:", "audiance: x\naudience:"), 11, "不认识的字段 audiance"),
    "字段写了两次": (DOCUMENT.replace("kind: 制度", "kind: 制度\nkind: 通报"), 11, "字段 kind 写了两次"),
    "效力写错": (DOCUMENT.replace("现行有效", "有效"), 8, "status 不能是「有效」"),
    "类别写错": (DOCUMENT.replace("kind: 制度", "kind: 规定"), 10, "kind 不能是「规定」"),
    "对象写错": (DOCUMENT.replace("audience: public", "audience: all"), 11, "audience 不能是「all」"),
    "网址写错": (DOCUMENT.replace("http://example.org/1", "example.org"), 12, "url 应以 http"),
    "年份写错": (DOCUMENT.replace("source:", "year: 20\nsource:"), 13, "year 应为四位年份"),
    "替代文件不存在": (DOCUMENT.replace("superseded_by: null", "superseded_by: gone"), 9, "不存在的文件「gone」"),
    "没有正文": (DOCUMENT.split("\n\n")[0] + "\n", 2, "没有正文"),
    "一级标题": (DOCUMENT.replace("## 附件", "# 附件"), 26, "标题应写成"),
    "标题没有空格": (DOCUMENT.replace("## 附件", "##附件"), 26, "标题应写成"),
    "表格缺分隔行": (DOCUMENT.replace("|---|---|\n", ""), 29, "分隔行"),
    "只有表头": (DOCUMENT.split("|---")[0], 29, "分隔行"),
    "格数不同": (DOCUMENT.replace("| 1 | 住建局 |", "| 1 | 住建局 | 多 |"), 30, "这一行有 3 格，表头有 2 格"),
    "加粗": (DOCUMENT.replace("（一）登记；", "（一）**登记**；"), 22, "正文不用加粗"),
}

BAD_FILES = {  # file, contents, line, problem
    "单位：不是列表": ("departments.yml", "name: 住建局\n", 1, "整个文件应为一个列表"),
    "单位：缺职责": ("departments.yml", UNITS.replace("  duties: [公租房]\n", ""), 1, "缺少 duties"),
    "单位：职责是数字": ("departments.yml", UNITS.replace("[公租房]", "[1]"), 5, "每一项都应为文字"),
    "单位：职责不是列表": ("departments.yml", UNITS.replace("[公租房]", "公租房"), 5, "duties 应为列表"),
    "单位：职责重复": ("departments.yml", UNITS.replace("[公租房]", "[公租房, 公租房]"), 5, "「公租房」重复"),
    "单位：种类写错": ("departments.yml", UNITS.replace("kind: 县直", "kind: 局"), 3, "kind 不能是「局」"),
    "单位：手机号": ("departments.yml", UNITS.replace("0563-8000000", "13900000001"), 7, "不是单位的固定电话"),
    "单位：电话不是映射": ("departments.yml", UNITS.replace("- {label", "- x # {label"), 6, "每一项都应为"),
    "单位：重名": ("departments.yml", UNITS.replace("aliases: []", "aliases: [建设局]"), 8, "「建设局」已属于住建局"),
    "单位：assessed 写错": ("departments.yml", UNITS + "  assessed: 也许\n", 13, "assessed 应为 true 或 false"),
    "问法：不是 JSON": ("questions.jsonl", QUESTION + "{\n", 2, "不是合法的 JSON"),
    "问法：不是对象": ("questions.jsonl", "\n[1]\n", 2, "每行应为一个 JSON 对象"),
    "问法：文件不存在": ("questions.jsonl", QUESTION.replace("letter-rules", "x"), 1, "没有文件「x」"),
    "问法：原文不在文件里": ("questions.jsonl", QUESTION.replace("3个", "5个"), 1, "里没有「应当在5个工作日内答复」"),
    "问法：没有问法": ("questions.jsonl", QUESTION.replace('["几天答复"]', "[]"), 1, "缺少 questions"),
    "并列：只有一个词": ("parallels.yml", "- name: 种类\n  members: [咨询]\n", 2, "至少要有两个词"),
    "并列：词在两组": (
        "parallels.yml", FILES["parallels.yml"].replace("信箱", "咨询"), 4, "「咨询」已在「种类」一组里",
    ),
    "主题：单位不存在": (
        "outside_topics.jsonl", FILES["outside_topics.jsonl"].replace("住建局", "航天局"), 1, "没有单位「航天局」",
    ),
    "主题：没有例句": (
        "outside_topics.jsonl", FILES["outside_topics.jsonl"].replace('["怎么申请"]', "[]"), 1, "缺少 questions",
    ),
    "例句：单位不存在": (
        "routing_examples.jsonl", FILES["routing_examples.jsonl"].replace("住建局", "航天局"), 1, "「航天局」",
    ),
    "例句：出现两次": ("routing_examples.jsonl", FILES["routing_examples.jsonl"] * 2, 2, "已经出现过"),
    "口语：没有表头": ("lexicon.tsv", "多久\t工作日\n", 1, "第一行应为表头：说法、文件用语"),
    "口语：少一格": ("lexicon.tsv", LEXICON + "几天\n", 5, "应有 2 格且都不空"),
    "口语：空格子": ("lexicon.tsv", LEXICON + "几天\t \n", 5, "应有 2 格且都不空"),
    "口语：一个字": ("lexicon.tsv", LEXICON + "等\t工作日\n", 5, "说法「等」应为 2 至 8 个"),
    "口语：有标点": ("lexicon.tsv", LEXICON + "几天？\t工作日\n", 5, "说法「几天？」应为 2 至 8 个"),
    "口语：说法重复": ("lexicon.tsv", LEXICON + "多久\t答复\n", 5, "说法「多久」重复，第 3 行已有"),
    "口语：用语重复": ("lexicon.tsv", LEXICON + "几天\t答复、答复\n", 5, "文件用语有空的或重复的"),
    "口语：用语为空": ("lexicon.tsv", LEXICON + "几天\t答复、\n", 5, "文件用语有空的或重复的"),
    "口语：对应自己": ("lexicon.tsv", LEXICON + "答复\t答复\n", 5, "「答复」和「答复」一个包含另一个"),
    "口语：互相包含": ("lexicon.tsv", LEXICON + "几个工作日\t工作日\n", 5, "一个包含另一个"),
    "口语：兜圈子": ("lexicon.tsv", LEXICON + "办理\t登记\n", 4, "文件用语「办理」又是第 5 行的说法"),
    "口语：单位名称": ("lexicon.tsv", LEXICON + "建设局\t答复\n", 5, "说法「建设局」是住建局的名称"),
    "口语：没有的用语": ("lexicon.tsv", LEXICON + "几天\t期限\n", 5, "文件用语「期限」在文件、问法、主题和职责里都没"),
    "音：位置写错": ("pinyin_confusions.tsv", SOUNDS + "中间\tn\tl\n", 3, "位置 不能是「中间」"),
    "音：不是拼音": ("pinyin_confusions.tsv", SOUNDS + "开头\tñ\tl\n", 3, "「ñ」不是拼音"),
    "音：重复": ("pinyin_confusions.tsv", SOUNDS + "开头\tzh\tj\n", 3, "开头「zh」重复"),
    "音：归了又归": ("pinyin_confusions.tsv", SOUNDS + "开头\tz\tj\n", 2, "归为「z」，它自己又归为别的音"),
    "外地：太短": ("elsewhere.txt", "甲县 乙\n", 1, "太短"),
    "外地：重复": ("elsewhere.txt", "甲县\n乙县 甲县\n", 2, "重复"),
    "说法：不是正则": ("type_cues.yml", FILES["type_cues.yml"].replace("怎么|多久", "怎么("), 1, "不是合法的正则"),
    "说法：写了两次": ("type_cues.yml", FILES["type_cues.yml"] * 2, 2, "写了两次"),
    "说法：看哪里": ("type_cues.yml", FILES["type_cues.yml"].replace("last", "first"), 1, "应为：all、last"),
    "地名：镇不存在": ("places.yml", "- name: 住建局\n", 1, "没有镇「住建局」"),
    "地名：属于两处": ("places.yml", FILES["places.yml"].replace("[]", "[庙首]"), 1, "「庙首」已属于庙首镇"),
    "规则：写了两次": ("rules.yml", FILES["rules.yml"] * 2, 8, "规则 answer 写了两次"),
    "规则：没有数值": ("rules.yml", FILES["rules.yml"].replace("  value: 3\n", ""), 1, "缺少 value"),
    "规则：文件不存在": ("rules.yml", FILES["rules.yml"].replace("letter-rules", "x"), 5, "没有文件「x」"),
    "冲突：文件不存在": ("conflicts.yml", FILES["conflicts.yml"].replace("letter-rules", "x"), 1, "没有文件「x」"),
    "冲突：条不存在": ("conflicts.yml", FILES["conflicts.yml"].replace("第二条", "第九条"), 2, "没有第九条"),
    "冲突：原文不在条里": ("conflicts.yml", FILES["conflicts.yml"].replace("3个", "9个"), 3, "里没有「9个工作日」"),
    "理由：写了两次": ("reasons.yml", FILES["reasons.yml"] * 2, 8, "理由 granted 写了两次"),
    "理由：占位写错": ("reasons.yml", FILES["reasons.yml"].replace("{needed}", "{need}"), 6, "不认识 {need}"),
    "文书：写了两次": ("letters.yml", FILES["letters.yml"] * 2, 7, "文书 answer 写了两次"),
    "文书：占位写错": ("letters.yml", FILES["letters.yml"].replace("{words}", "{word}"), 6, "不认识的占位 {word}"),
    "文书：文号没有年份": ("letters.yml", FILES["letters.yml"].replace("{year}", "2026"), 3, "series 应含"),
    "救济：少一级": ("remedies.yml", FILES["remedies.yml"].splitlines()[0] + "\n", 1, "缺少「县人民政府」"),
    "救济：没写机关": ("remedies.yml", FILES["remedies.yml"].replace("w: 市政府", "w: 省政府"), 1, "写明复议"),
    "法规：条数不是数": ("laws.yml", FILES["laws.yml"].replace("articles: 5", "articles: 五"), 1, "应为整数"),
    "保存：清除而无年限": (
        "retention.yml",
        FILES["retention.yml"].replace("years: 1, ", ""),
        1,
        "要清除的须写明确定的年限",
    ),
    "保存：年限不是整数": ("retention.yml", FILES["retention.yml"].replace("years: 1", "years: 一"), 1, "years 应为"),
    "保存：年和月都写": (
        "retention.yml",
        FILES["retention.yml"].replace("years: 1", "years: 1, months: 3"),
        1,
        "years、months 只写一个",
    ),
    "收费：不从一起": ("fees.yml", FILES["fees.yml"].replace("from: 1", "from: 2"), 1, "bands 应从 1 起"),
    "理由：结果写错": ("reasons.yml", FILES["reasons.yml"].replace("outcome: 予以公开", "outcome: 公开"), 2, "outcome"),
    "紧急：号码写错": ("emergencies.yml", FILES["emergencies.yml"].replace("119", "911"), 2, "number 不能是「911」"),
    "紧急：正则写错": ("emergencies.yml", FILES["emergencies.yml"].replace("怕.*", "怕(*"), 4, "不是合法的正则表达式"),
    "骂人的话：太短": ("insults.txt", "蠢\n", 1, "太短"),
    "不是险情：例句匹配不到": (
        "emergency_calm.yml",
        "- {name: 过去, patterns: [去年], examples: [今天着火]}\n",
        1,
        "没有被匹配到",
    ),
    "不是险情：反例匹配到": (
        "emergency_calm.yml",
        "- {name: 过去, patterns: [去年], examples: [去年着火], counter_examples: [去年的]}\n",
        1,
        "不应被匹配到",
    ),
    "不是险情：没有例句": ("emergency_calm.yml", "- {name: 过去, patterns: [去年]}\n", 1, "都至少要有一项"),
    "途径：漏认例句": ("exclusions.yml", EXCLUSIONS.replace("[我不服法院的判决]", "[我要上诉]"), 5, "没有认出例句"),
    "途径：误认例句": ("exclusions.yml", EXCLUSIONS.replace("[路灯坏了]", "[不服判决]"), 6, "误认了例句"),
    "途径：没有例句": ("exclusions.yml", EXCLUSIONS.replace("[路灯坏了]", "[]"), 1, "都要有例句"),
    "途径：正则写错": ("exclusions.yml", EXCLUSIONS.replace("不服.{0,6}", "不服("), 3, "不是合法的正则表达式"),
    "途径：写了两次": ("exclusions.yml", EXCLUSIONS * 2, 9, "litigation 写了两次"),
    "渠道：写了两次": ("channels.yml", CHANNELS * 2, 3, "渠道「网页」写了两次"),
    "渠道：种类写错": ("channels.yml", CHANNELS.replace("对话", "传真"), 1, "kind 不能是「传真」"),
    "渠道：登记人写错": ("channels.yml", CHANNELS.replace("[群众]", "[路人]"), 1, "filers 不能有「路人」"),
    "渠道：不该有编号": ("channels.yml", CHANNELS.replace("不填", "必填"), 1, "才有上级编号"),
    "渠道：名称太长": ("channels.yml", CHANNELS.replace("网页", "网" * 41), 1, "不能超过 40 字"),
    "紧急：没有说法": ("emergencies.yml", FILES["emergencies.yml"].replace("[着火了]", "[]"), 1, "至少要有一项"),
    "禁语：正则写错": ("banned_phrases.yml", FILES["banned_phrases.yml"].replace("n: 已解释", "n: 已(解"), 3, "正则"),
    "首页：问题太长": (
        "hot_questions.yml",
        f"- {{question: {'问' * 23}, document: letter-rules}}\n",
        1,
        "最多 22 个字",
    ),
    "首页：没有这份文件": ("hot_questions.yml", "- {question: 几天？, document: nothing}\n", 1, "没有公开文件 nothing"),
    "首页：重复": ("hot_questions.yml", FILES["hot_questions.yml"] * 2, 2, "「几天答复？」重复"),
    "舆情：没有说法": ("watch_list.yml", "- {name: 工资拖欠, cues: [], source: 要点}\n", 1, "至少要有一项"),
    "舆情：方面重复": (
        "watch_list.yml",
        FILES["watch_list.yml"] * 2,
        2,
        "「工资拖欠」重复",
    ),
    "禁语：没有匹配原话": ("banned_phrases.yml", FILES["banned_phrases.yml"].replace("n: 已", "n: 未"), 3, "没有匹配"),
    "日历：不是 JSON": ("calendar/2020.json", "{\n oops", 2, "不是合法的 JSON"),
    "日历：年份不同": ("calendar/2020.json", FILES["calendar/2020.json"].replace("2020,", "2019,"), 1, "year 应"),
    "日历：没有通知": (
        "calendar/2020.json", FILES["calendar/2020.json"].replace('["http://www.gov.cn/1"]', "[]"), 1, "缺少 papers",
    ),
    "日历：日期写错": ("calendar/2020.json", FILES["calendar/2020.json"].replace("01-01", "13-01"), 1, "days 中"),
    "日历：日期重复": (
        "calendar/2020.json",
        '{"year": 2020, "papers": ["x"], "days": ['
        + ", ".join(['{"name": "元旦", "date": "2020-01-01", "isOffDay": true}'] * 2)
        + "]}",
        1,
        "重复的日期",
    ),
}  # fmt: skip


def test_the_small_folder_is_valid(tmp_path):
    catalogue = Catalogue.load(write_knowledge(tmp_path))

    assert catalogue.counts()["文件"] == 1


@pytest.mark.parametrize("text,line,problem", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS)
def test_a_bad_document_is_refused_with_its_line(tmp_path, text, line, problem):
    root = write_knowledge(tmp_path, letter_rules=text)

    with pytest.raises(KnowledgeError) as refusal:
        Catalogue.load(root)

    assert (refusal.value.path, refusal.value.line) == (root / "documents/letter-rules.md", line)
    assert problem in refusal.value.problem


@pytest.mark.parametrize("name,text,line,problem", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_with_its_line(tmp_path, name, text, line, problem):
    root = write_knowledge(tmp_path)
    (root / name).write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeError) as refusal:
        Catalogue.load(root)

    assert (refusal.value.path, refusal.value.line) == (root / name, line)
    assert problem in refusal.value.problem


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(("calendar", "documents"))])
def test_a_missing_file_is_refused(tmp_path, name):
    root = write_knowledge(tmp_path)
    (root / name).unlink()

    with pytest.raises(KnowledgeError, match="文件不存在") as refusal:
        Catalogue.load(root)

    assert refusal.value.path == root / name


def test_a_folder_without_documents_is_refused(tmp_path):
    root = write_knowledge(tmp_path)
    (root / "documents/letter-rules.md").unlink()

    with pytest.raises(KnowledgeError, match="没有 .md 文件"):
        Catalogue.load(root)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    root = write_knowledge(tmp_path)
    (root / "departments.yml").write_bytes("- name: x\n  full: 住建局\n".encode("gb18030"))

    with pytest.raises(KnowledgeError, match="departments.yml:2: 不是 UTF-8 编码"):
        Catalogue.load(root)


def test_a_complaint_about_our_own_files_names_them_from_the_repository_root():
    complaint = KnowledgeError(KNOWLEDGE / "documents" / "x.md", 12, "缺少 issuer")

    assert str(complaint) == "knowledge/documents/x.md:12: 缺少 issuer"


def test_the_command_prints_counts(tmp_path, capsys):
    status = main(["check", "--root", str(write_knowledge(tmp_path))])

    assert status == 0
    assert "文件\t1\n" in capsys.readouterr().out


def test_the_command_prints_one_line_on_failure(tmp_path, capsys):
    root = write_knowledge(tmp_path, departments="- name: 住建局\n")

    status = main(["check", "--root", str(root)])

    assert status == 1
    assert capsys.readouterr().err == f"{root / 'departments.yml'}:1: 缺少 duties\n"


def test_the_command_shows_an_example(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])

    assert "python -m knowledge check" in capsys.readouterr().out

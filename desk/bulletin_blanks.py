"""What only people can write in a quarterly bulletin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Blank:
    """Something a person writes; *hint* says what belongs there, *rows* how tall its field is."""

    name: str
    label: str
    hint: str
    rows: int = 4


NUMBER = Blank("number", "文号", "如 政办〔2020〕52号，由办公室编号", 1)
ISSUED = Blank("issued", "成文日期", "如 2020-07-20", 1)
OPENING = Blank("opening", "开头语", "不改则用惯用的开头语", 3)
OVERALL = Blank("overall", "政务公开：总体情况", "测评覆盖多少单位、总体评价")
UNITS = Blank("units", "政务公开：测评存在问题的单位", "各镇情况、县直单位情况", 6)
PROBLEMS = Blank("problems", "政务公开：共性问题", "测评中发现的共性问题，一行一条", 6)
DEMANDS = Blank("demands", "工作要求", "整改期限和要求，一行一条", 6)
REMARKS = Blank("remarks", "热线办理：存在的问题", "记录不能说明的问题，如答复质量、办理态度")
CONTACT = Blank("contact", "联系方式", "联系人、联系电话", 1)
BLANKS = (NUMBER, ISSUED, OPENING, OVERALL, UNITS, PROBLEMS, DEMANDS, REMARKS, CONTACT)

"""The numbers the rules turn on, each with its source; a test holds them to the rows of knowledge/rules.yml."""

from __future__ import annotations

# 《旌德县互动类信件办理工作流程》二
CONSULTATION_DAYS = 1
MATTER_DAYS = 3
# 《2020年考评方案》附件4：超过1天未认领扣分；按工作日计（docs/decisions/0031-ticket-clock.md）
CLAIM_DAYS = 1
# 《旌德县互动类信件办理工作流程》四
TICKET_EXTENSION_DAYS = 5
# 首接责任：首次退回由坐席改派，再次退回由县政府办指定（docs/decisions/0035-whole-life.md）
RETURNS_BEFORE_DESIGNATION = 2
# 领导接听公告：2 个工作日内反馈并回访
LEADER_DAYS = 2
# 《领导接听制度（试行）》第六条“提前公告”；第3期公告在接听日前一日发布（docs/decisions/0080-leader-sessions.md）
LEADER_NOTICE_DAYS = 1

# 《政府信息公开条例》（国务院令第711号，2019年修订）
SUPPLEMENT_NOTICE_DAYS = 7  # 第三十条
OPINION_DAYS = 15  # 第三十二条
ANSWER_DAYS = 20  # 第三十三条第二款
DISCLOSURE_EXTENSION_DAYS = 20  # 第三十三条第二款：最长
PAYING_DAYS = 20  # 国办函〔2020〕109号：自收到收费通知次日起
REVIEW_DAYS = 60  # 《行政复议法》第二十条：自知道之日起，以收到答复计
SUIT_AFTER_REVIEW_DAYS = 15  # 《行政诉讼法》第四十五条：自收到复议决定书之日起

"""Pieces several actions say, so that they say them alike. Sentences themselves are in ``domain.yml``."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.desk_client import Refused, Unreachable
from bot.actions.desk_values import Answer, Json
from bot.actions.leaders import tell_session
from knowledge.insults import without_insults

TICKET_BUTTON = "提交咨询工单："
CITED = 3  # passages shown with an answer
NEAR = 0.6  # share of the best passage's score that another needs to be shown beside it
MATTER_LENGTH = 120  # characters of a question carried into a button
REPEATED = 40  # characters of a question said back
FAILURES = (Refused, Unreachable)


def button(title: str, payload: str | None = None) -> dict[str, str]:
    """A quick reply; its payload is what the citizen would have typed."""
    return {"title": title, "payload": payload or title}


def ticket_button(title: str, question: str) -> dict[str, str]:
    return button(title, TICKET_BUTTON + question[:MATTER_LENGTH])


def apologise(dispatcher: CollectingDispatcher, error: Exception) -> None:
    """Tell the citizen what the desk refused, or that it cannot be reached."""
    if isinstance(error, Refused):
        dispatcher.utter_message(text=str(error))
    else:
        dispatcher.utter_message(response="utter_desk_unreachable")


def tell(dispatcher: CollectingDispatcher, answer: Answer, question: str) -> None:
    """What the documents say or that they say nothing; for 领导接听 what is announced, first where that was asked."""
    leaders = answer.leaders
    if leaders and leaders.asked:
        tell_session(dispatcher, leaders.next)
    if answer.answerable:
        tell_answer(dispatcher, answer, question)
    elif leaders and leaders.asked:
        _tell_rule(dispatcher, leaders.rule)
    else:
        tell_unknown(dispatcher, answer, question)
    if leaders and not leaders.asked:
        tell_session(dispatcher, leaders.next)


def tell_answer(dispatcher: CollectingDispatcher, answer: Answer, question: str) -> None:
    """The best passage in its own words with its source; the next ones as citations to open."""
    best = answer.passages[0]
    cited = [passage for passage in answer.passages[:CITED] if passage["score"] >= NEAR * best["score"]]
    lines = _quoted(best)
    if answer.note:
        lines.append(f"请注意：{answer.note}")
    dispatcher.utter_message(
        text="\n".join(lines),
        json_message={"citations": [_citation(passage) for passage in cited]},
        buttons=[ticket_button("没解决？提交工单", question), button("转人工", "转人工客服")],
    )


def tell_unknown(dispatcher: CollectingDispatcher, answer: Answer, question: str) -> None:
    """Nothing published answers: say what was searched, and name the unit in charge when it is known."""
    searched = {"documents": answer.documents, "question": shorten(question), "json_message": {"unknown": True}}
    buttons = [ticket_button("提交咨询工单", question), button("转人工", "转人工客服")]
    if answer.unit:
        dispatcher.utter_message(response="utter_unknown_of_unit", unit=answer.unit, buttons=buttons, **searched)
    else:
        dispatcher.utter_message(response="utter_unknown", buttons=buttons, **searched)


def _tell_rule(dispatcher: CollectingDispatcher, rule: list[Json]) -> None:
    for passage in rule:
        dispatcher.utter_message(text="\n".join(_quoted(passage)), json_message={"citations": [_citation(passage)]})


def _quoted(passage: Json) -> list[str]:
    return [f"{_where(passage)}写明：", f"“{_readable(passage)}”", f"来源：{_source(passage)}"]


def shorten(question: str) -> str:
    """*question* on one line, as it is repeated to whoever asked it."""
    line = without_insults(" ".join(question.split()))
    return line if len(line) <= REPEATED else f"{line[:REPEATED]}……"


def _citation(passage: Json) -> Json:
    return {**passage, "quote": passage["quote"] or passage["text"]}


def _readable(passage: Json) -> str:
    """The quote; a table row with the name of its column before each cell (a channel may show text alone)."""
    quote: str = passage["quote"] or passage["text"]
    header, _, row = str(passage["text"]).partition("\n")
    if "\t" not in quote or row != quote:
        return quote
    cells = zip(header.split("\t"), row.split("\t"), strict=False)
    return "；".join(f"{column}：{cell}" for column, cell in cells if cell)


def _where(passage: Json) -> str:
    section = f" {passage['section']}" if passage["section"] else ""
    return f"《{passage['title']}》{section}"


def _source(passage: Json) -> str:
    parts = [_where(passage), passage["document_no"], passage["issuer"], passage["date"]]
    status = "" if passage["status"] == "现行有效" else f"（{passage['status']}）"
    return "，".join(part for part in parts if part) + status

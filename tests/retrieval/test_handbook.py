"""What is written for agents answers agents and nobody else."""

import pytest

from retrieval.filters import Filters

HANDBOOK = "agent-handbook"
OF_AGENTS = (
    "来电人的案子正在法院打官司，工单收不收",
    "转办建议标着请您确认的坐席怎么办",
    "来电人催以前的工单坐席怎么办",
)


@pytest.mark.parametrize("question", OF_AGENTS)
def test_agents_find_the_handbook_first(searcher, question):
    assert searcher.search(question, filters=Filters("agent")).hits[0].passage.document == HANDBOOK


@pytest.mark.parametrize("question", OF_AGENTS)
def test_the_public_finds_nothing_of_it(searcher, question):
    hits = searcher.search(question, k=len(searcher.passages)).hits

    assert hits
    assert HANDBOOK not in {hit.passage.document for hit in hits}

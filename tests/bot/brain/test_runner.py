"""The graph is run node after node; what comes out is what Rasa's own runner gives."""

from __future__ import annotations

import pytest

from tests.loaded_brain import loaded

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

TEXTS = ["What is the IUC?", "介绍一下重庆", "Who pays the flights, and when is the deadline?", "", "/restart"]


@pytest.fixture(scope="module")
def target() -> list[str]:
    return [loaded().brain._agent.processor.model_metadata.nlu_target]


@pytest.fixture(scope="module")
def theirs():
    """Rasa's own runner with the components of the loaded model."""
    from rasa.engine.runner.dask import DaskGraphRunner

    ours = loaded().brain._agent.processor.graph_runner
    runner = DaskGraphRunner.__new__(DaskGraphRunner)
    runner._graph_schema, runner._instantiated_nodes, runner._execution_context = ours._schema, ours._nodes, None
    return runner


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_is_read_as_by_rasas_own_runner(theirs, target: list[str], text: str) -> None:
    from rasa.core.channels.channel import UserMessage
    from rasa.shared.core.trackers import DialogueStateTracker

    def read(runner):
        given = {"__message__": [UserMessage(text)], "__tracker__": DialogueStateTracker("x", [])}
        return runner.run(given, target)[target[0]][0].as_dict(only_output_properties=True)

    assert read(loaded().brain._agent.processor.graph_runner) == read(theirs)


def test_an_input_that_is_not_given_is_named(theirs, target: list[str]) -> None:
    from rasa.engine.exceptions import GraphRunError

    from bot.brain.runner import OrderedRunner

    with pytest.raises(GraphRunError, match="__message__"):
        OrderedRunner.of(theirs).run({}, target)

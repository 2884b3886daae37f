"""Responses of the domain as blocks in both languages; the gateway chooses the words of one."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.brain import collector
from bot.wording.render import plain, render
from nlu import generation

LANGUAGE = "language"
ENGLISH = "en"
BLOCKS = "utter_blocks"


class BlockGenerator(TemplatedNaturalLanguageGenerator):
    """Language first, channel never: the channel formats, it does not choose words.

    Must stay a subclass of the templated generator: only such generators get the responses of a loaded model.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return a response as Rasa wants it, and give its blocks to the running turn.

        Args:
            utter_action: name of the response, or `utter_blocks` with the blocks of an action.
            tracker: its `language` slot says which words are chosen. The gateway sets it for every turn; under
                Rasa's own commands nobody does, and the latest message decides.
            output_channel: not used.
            kwargs: `blocks` for `utter_blocks`.

        Raises:
            KeyError: the domain has no such response, or not in both languages.
        """
        language = tracker.get_slot(LANGUAGE) or _written_in(tracker)
        blocks = kwargs["blocks"] if utter_action == BLOCKS else self._blocks(utter_action)
        turn = collector.current()
        if turn is not None:
            turn.take([{"blocks": blocks}])
        parts = render([block for block in blocks if block.get("type") != "effect"], language)
        return {"text": plain(parts), "custom": {"blocks": blocks}}

    def _blocks(self, utter_action: str) -> list[dict[str, Any]]:
        text: dict[str, str] = {}
        for variation in self.responses[utter_action]:
            conditions = variation.get("condition") or []
            language = next((c["value"] for c in conditions if c.get("name") == LANGUAGE), ENGLISH)
            text[language] = variation["text"]
        return [{"type": "text", "text": {"en": text["en"], "zh": text["zh"]}}]


def _written_in(tracker: DialogueStateTracker) -> str:
    latest = tracker.latest_message
    return generation.current().language.decide((latest.text if latest else "") or "").language

"""The rules are found in another way than Rasa does; what is found must be the same."""

from __future__ import annotations

import pytest

from tests.loaded_brain import loaded

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def policy():
    from rasa.core.policies.rule_policy import RulePolicy

    nodes = loaded().brain._agent.processor.graph_runner._nodes
    return next(node._component for node in nodes.values() if isinstance(node._component, RulePolicy))


def trackers():
    """A conversation of three turns for every intent, after its message and after its action."""
    from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    domain = loaded().brain._agent.domain
    for intent in domain.intents:
        said = [UserUttered("x", {"name": intent}, []), ActionExecuted("action_tell_city")]
        before = [SessionStarted(), ActionExecuted("action_listen"), SlotSet("city", "cities/rome")]
        turns = [*said, ActionExecuted("action_listen")] * 2
        for events in ([*before, said[0]], [*before, *turns, said[0]], [*before, *turns, *said]):
            yield domain, DialogueStateTracker.from_events("x", events, domain.slots, domain=domain)


def test_every_intent_leads_to_the_action_that_rasa_finds(policy, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [policy._predict(tracker, domain)[0].probabilities for domain, tracker in trackers()]

    def rasas_own(self, lookup, states):
        possible = set(lookup)
        for index, state in enumerate(reversed(states)):
            possible = {key for key in possible if self._is_rule_applicable(key, index, state)}
        return possible

    from bot.brain import rasa_patches

    monkeypatch.setattr(type(policy), "_get_possible_keys", rasas_own)
    monkeypatch.setattr(type(policy), "_find_action_from_rules", rasa_patches._find_action)
    assert found == [policy._predict(tracker, domain)[0].probabilities for domain, tracker in trackers()]
    assert len(found) > 100
    assert sum(max(one) == 1.0 for one in found) > 100

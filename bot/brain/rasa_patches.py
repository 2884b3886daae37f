"""Costs of Rasa 3.6.21 that every turn would pay, taken out where Rasa has no hook for it.

- `jsonschema.validate` re-checks the schema itself on every action reply (22 ms), and even a prepared validator walks
  every value of every event (1 ms). The reply comes from this process: its two lists are checked, no more.
- `Event.resolve_by_type` walks all subclasses for each event (13 times slower than a map).
- What is logged for debugging is copied in depth before it is known that nobody reads it.
- Every rule is compared with every state of the conversation, twice: for the text, which no rule of ours is about.
  Our rules know an intent and what was done about it, so the same two lead to the same rule: it is looked for once.
- Each sentence has a whole empty domain built, to look for intents that the domain lacks;
  tests/actions/test_domain.py looks for those.
- A tracker copies each of its slots for every prediction, by the slow way of `copy.copy`.

Rasa is pinned and in maintenance, so these places stand still; tests fail when they move.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, TypeVar

import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.shared.utils.common
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.slots import Slot

T = TypeVar("T")
State = dict[str, Any]
_EVENT_TYPES: dict[str, type[Event]] = {}
_find_action: Callable[..., tuple[str | None, str | None, bool]] = RulePolicy._find_action_from_rules


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    for name in ("events", "responses"):
        rows = result.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise TypeError(f"{self.name()}: {name} is not of type list of objects")
    return True


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    found = _EVENT_TYPES.get(type_name, default)
    if found is None:
        raise ValueError(f"Unknown event name '{type_name}'.")
    return found


def _as_it_is(value: T) -> T:
    return value


@lru_cache(maxsize=4_096)
def _turns_back(rule: str) -> tuple[State, ...]:
    """Give the states of a rule, the latest first."""
    return tuple(reversed(json.loads(rule)))


def _possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """Find the rules that fit the latest states; what happened before a rule begins does not matter to it."""
    past = states[::-1]
    return {key for key in lookup if _fits(self, _turns_back(key), past)}


def _fits(policy: RulePolicy, rule: tuple[State, ...], past: list[State]) -> bool:
    for ruled, state in zip(rule, past):
        begins, began = not ruled.get("prev_action"), not state.get("prev_action")
        if begins and began:
            continue  # both stand at the beginning of a conversation
        if begins or began or _other_intent(ruled, state) or not policy._does_rule_match_state(ruled, state):
            return False
    return True


def _other_intent(ruled: State, state: State) -> bool:
    """Tell at a glance what most rules differ in."""
    intent = (ruled.get("user") or {}).get("intent")
    return bool(intent) and intent != (state.get("user") or {}).get("intent")


def _find_action_from_rules(
    self: RulePolicy, tracker: Any, domain: Any, use_text_for_last_user_input: bool
) -> tuple[str | None, str | None, bool]:
    """Look for a rule on the very text of a message only where there is one, or where a loop may be left."""
    if use_text_for_last_user_input and not tracker.active_loop_name and not _about_text(self):
        return None, None, False
    if use_text_for_last_user_input or tracker.active_loop_name or not _about_intents_only(self):
        return _find_action(self, tracker, domain, use_text_for_last_user_input)
    known: dict[Any, tuple[str | None, str | None, bool]] = vars(self).setdefault("_found_rules", {})
    done = _done_about_the_latest(tracker)
    if done not in known:
        found = _find_action(self, tracker, domain, use_text_for_last_user_input)
        if found[0] is None:  # rare, and the key that Rasa makes then holds the whole state
            return found
        known[done] = found
    return known[done]


def _done_about_the_latest(tracker: Any) -> tuple[str | None, ...]:
    """Give the intent of the latest message and the actions that were run since, the latest first."""
    done: list[str | None] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return (event.intent_name, *done)
        if isinstance(event, ActionExecuted):
            done.append(event.action_name)
    return (None, *done)


def _nothing(*_: Any) -> None:
    """Do nothing."""


def _same_slot(self: Slot) -> Slot:
    """Return a shallow copy, as `copy.copy` does for what has no way of its own."""
    other = self.__class__.__new__(self.__class__)
    other.__dict__.update(self.__dict__)
    return other


def _about_text(policy: RulePolicy) -> bool:
    known = vars(policy).get("_about_text")
    if known is None:
        states = (state for rule in policy.lookup[RULES] for state in _turns_back(rule))
        known = policy._about_text = any("text" in (state.get("user") or {}) for state in states)
    return bool(known)


def _about_intents_only(policy: RulePolicy) -> bool:
    """Tell whether no rule asks for a slot, an entity, a loop, or the beginning of a conversation."""
    known = vars(policy).get("_about_intents_only")
    if known is None:
        states = [state for rule in policy.lookup[RULES] for state in _turns_back(rule)]
        known = policy._about_intents_only = all(
            set(state) == {"user", "prev_action"} and set(state["user"]) == {"intent"} for state in states
        )
    return bool(known)


def apply() -> None:
    """Put the replacements in place; doing it twice changes nothing."""
    for kind in rasa.shared.utils.common.all_subclasses(Event):
        # The first class wins, as in Rasa's own walk.
        _EVENT_TYPES.setdefault(kind.type_name, kind)
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve_by_type)
    RulePolicy._get_possible_keys = _possible_keys
    RulePolicy._find_action_from_rules = _find_action_from_rules
    MessageProcessor._check_for_unseen_features = _nothing
    Slot.__copy__ = _same_slot
    unread = SimpleNamespace(deepcopy=_as_it_is, copy=_as_it_is)
    for module in (rasa.core.processor, rasa.core.policies.rule_policy):
        module.copy = unread  # both copy nothing but what they log

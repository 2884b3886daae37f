"""One question, what is understood, and the answer: `python -m tools.ask "…"`."""

from __future__ import annotations

import asyncio
import os
import sys

from knowledge.library import KnowledgeError
from tools import train
from tools.conversation import Answer, Conversation, be_quiet
from tools.terminal import Terminal, language_of


def rows(answer: Answer, terminal: Terminal) -> list[tuple[str, str]]:
    """Return the table above the answer: what was understood.

    Args:
        answer: of the brain.
        terminal: gives the labels.
    """
    understood = answer.understood
    entities = [f"{one['entity']} = {one['value']} ({one['text']})" for one in understood["entities"]]
    effects = [str(effect["type"]) for effect in answer.effects]
    nothing = terminal.text("nothing")
    return [
        (terminal.text("row_language"), answer.language),
        (terminal.text("row_intent"), str(understood["intent"])),
        (terminal.text("row_confidence"), f"{understood['confidence']:.2f}"),
        (terminal.text("row_band"), str(understood["band"])),
        (terminal.text("row_entities"), ", ".join(entities) or nothing),
        (terminal.text("row_records"), ", ".join(understood["records"]) or nothing),
        (terminal.text("row_effects"), ", ".join(effects) or nothing),
    ]


def table(lines: list[tuple[str, str]]) -> str:
    """Return rows as text, the values below each other (a Chinese character is two columns wide)."""
    widest = max(_width(label) for label, _ in lines)
    return "\n".join(f"{label}{' ' * (widest - _width(label) + 2)}{value}" for label, value in lines)


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


async def ask(question: str, terminal: Terminal) -> int:
    """Ask one question in a new conversation and print everything."""
    from bot.brain.agent import TurnError

    conversation = await Conversation.open(
        train.MODEL, terminal.language, terminal.text("desk_says", effect="{effect}")
    )
    try:
        answer = await conversation.ask(question)
    except TurnError as problem:
        terminal.say("no_answer", problem=problem.__cause__ or problem)
        return 1
    print(table(rows(answer, terminal)) + "\n\n" + answer.text)
    for number, button in enumerate(answer.buttons, 1):
        print(f"  [{number}] {button['title']}")
    return 0


def main(arguments: list[str]) -> int:
    """Ask the question that the arguments are; the model is trained first when it is not current."""
    terminal = Terminal(language_of(os.environ))
    question = " ".join(arguments).strip()
    if not question:
        terminal.say("no_question")
        return 2
    be_quiet()
    try:
        train.ensure(terminal, os.environ)
        return asyncio.run(ask(question, terminal))
    except KnowledgeError as problem:
        print(problem)
    except train.TrainingFailed as problem:
        print(problem)
        terminal.say("train_failed", log=train.LOG)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

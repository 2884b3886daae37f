"""A conversation in the terminal; numbers press the buttons: `python -m tools.talk`."""

from __future__ import annotations

import asyncio
import os
import sys

from knowledge.library import KnowledgeError
from tools import train
from tools.conversation import Answer, Button, Conversation, be_quiet
from tools.terminal import Terminal, language_of


def chosen(line: str, buttons: list[Button]) -> Button | None:
    """Return the button that a typed number presses; None when the line is a message."""
    number = int(line) if line.isdecimal() else 0
    return buttons[number - 1] if 0 < number <= len(buttons) else None


def shown(answer: Answer) -> str:
    """Return an answer with its buttons numbered below it."""
    buttons = [f"  [{number}] {button['title']}" for number, button in enumerate(answer.buttons, 1)]
    return "\n".join(["", answer.text, *buttons, ""])


async def talk(terminal: Terminal) -> None:
    """Talk until an empty line or the end of the input."""
    from bot.brain.agent import TurnError

    terminal.say("talk_loads")
    conversation = await Conversation.open(
        train.MODEL, terminal.language, terminal.text("desk_says", effect="{effect}")
    )
    terminal.say("talk_begins")
    buttons: list[Button] = []
    while line := await asyncio.to_thread(_line):
        button = chosen(line, buttons)
        try:
            answer = await (conversation.press(button) if button else conversation.ask(line))
        except TurnError as problem:
            terminal.say("no_answer", problem=problem.__cause__ or problem)
            continue
        buttons = answer.buttons
        print(shown(answer), flush=True)


def _line() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def main() -> int:
    """Talk; the model is trained first when it is not current."""
    terminal = Terminal(language_of(os.environ))
    be_quiet()
    try:
        train.ensure(terminal, os.environ)
        asyncio.run(talk(terminal))
    except KeyboardInterrupt:
        print()
    except KnowledgeError as problem:
        print(problem)
        return 1
    except train.TrainingFailed as problem:
        print(problem)
        terminal.say("train_failed", log=train.LOG)
        return 1
    terminal.say("talk_ends")
    return 0


if __name__ == "__main__":
    sys.exit(main())

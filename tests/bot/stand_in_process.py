"""The stand-in brain as a process of its own: `python -m tests.bot.stand_in_process`, port in BRAIN_PORT."""

from __future__ import annotations

import os

import uvicorn

from tests.bot.stand_in_brain import StandInBrain


def main() -> None:
    """Serve until a signal ends it."""
    app = StandInBrain().app
    uvicorn.run(app, port=int(os.environ["BRAIN_PORT"]), ws="none", log_level="warning", access_log=False)


if __name__ == "__main__":
    main()

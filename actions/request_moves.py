"""What a message can do in a cooperation request that is being written."""

from __future__ import annotations

AGREE, DISAGREE, ANSWER, UNCLEAR, SKIP, WHY, SHOW = "agree", "disagree", "answer", "unclear", "skip", "why", "show"
BACK, CORRECT, CANCEL, LATER, SUBMIT, RESUME, DELETE = (
    "back",
    "correct",
    "cancel",
    "later",
    "submit",
    "resume",
    "delete",
)
REMIND, SEES = "remind", "sees"
AMEND = "amend"
ADDS, TOPICS = "adds", "topics"
STATUS, CODE = "ask_request_status", "code"

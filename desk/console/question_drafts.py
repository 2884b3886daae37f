"""Drafts from a group of questions: a FAQ record, more ways of asking for one, or more phrases of an intent.

A draft is a file to save, review and put into the repository by hand; the console writes none, since what the assistant
says is reviewed like code (docs/adr/0028-unanswered-questions.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from desk.console.insight_words import intent_names
from desk.console.ports import PhraseFiles
from desk.console.questions import Group
from desk.console.records import Records
from knowledge import drafting
from knowledge.library import Library
from knowledge.problems import Problem
from knowledge.records import Record

RECORD, MORE, INTENT = FORMS = ("record", "more", "intent")
LONGEST_ID = 60
_MOST_WORDS = 4
_NEVER = ("out_of_scope", "ask_faq")
"""What was taken for these says nothing of the intent that was meant; FAQ have ways of asking of their own."""


@dataclass(frozen=True)
class Draft:
    """A file that is not written anywhere.

    Args:
        path: where it belongs, below the folder of the repository.
        text: what stands in it.
        problems: what the checks say of it.
        left_out: how many wordings are not in it, since something in them is masked.
    """

    path: str
    text: str
    problems: list[Problem]
    left_out: int

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.rpartition("/")[2]


class Drafts:
    """Makes drafts.

    Args:
        records: the records and their files.
        phrases: the files of phrases.
    """

    def __init__(self, records: Records, phrases: PhraseFiles) -> None:
        self._records = records
        self._phrases = phrases

    def intents(self) -> list[str]:
        """Return the intents for which phrases can be drafted."""
        known = intent_names()
        return [one for one in self._phrases.intents() if one in known and one not in _NEVER]

    def faqs(self, language: str) -> list[Record]:
        """Return the FAQ records that are told, in the order of their questions in a language."""
        library = self._records.library()
        return sorted(library.of_kind("faq") if library else [], key=lambda one: one.name.in_(language))

    def nearest(self, group: Group, kinds: tuple[str, ...] = ()) -> Record | None:
        """Return the record that a group is most likely about: told or named most often, else by its words.

        Args:
            group: the questions.
            kinds: only these; empty for all.
        """
        library = self._records.library()
        if library is None:
            return None
        told = Counter(ref for one in group.questions for ref in (*one.asked.records, *sorted(one.meaning.names)))
        for ref, _ in sorted(told.items(), key=lambda item: (-item[1], item[0])):
            record = library.get(ref)
            if record is not None and record.status == "published" and (not kinds or record.kind in kinds):
                return record
        return self._records.nearest(group.example("en").text, kinds)

    def intent(self, group: Group) -> str | None:
        """Return the intent for which most questions of a group were taken; None if that says nothing."""
        number = Counter(one.asked.intent for one in group.questions if one.asked.intent in self.intents())
        return min(number, key=lambda intent: (-number[intent], str(intent)), default=None)

    def identity(self, group: Group) -> str:
        """Return an id for a record about a group that no record has yet."""
        library = self._records.library()
        meaning = next(one.meaning for one in group.questions if one.meaning.key == group.key)
        names = [name.rpartition("/")[2].rpartition(":")[2] for name in sorted(meaning.names)]
        words = [
            word.rpartition("/")[2].lstrip(":~") for word in sorted(meaning.words, key=lambda word: word[0] == "~")
        ]
        plain = [part.lower().replace(" ", "-") for part in (*words, *names) if part.isascii()]
        fitting = [part for part in plain if drafting.ID.fullmatch(part)][:_MOST_WORDS]
        wanted = "-".join(fitting)[:LONGEST_ID].strip("-_") or f"question-{group.key[:6]}"
        number, free = 1, wanted
        while library is not None and library.get(f"faq/{free}") is not None:
            number, free = number + 1, f"{wanted}-{number + 1}"
        return free

    def draft(self, group: Group, form: str, target: str, today: date) -> Draft | None:
        """Return a draft.

        Args:
            group: the questions.
            form: one of FORMS.
            target: the id of the new record, the ref of the FAQ record, or the intent.
            today: the day of the review.

        Returns:
            None if there is no such target, or its file is in another form than usual.
        """
        library = self._records.library()
        if library is None:
            return None
        asked, left_out = _wordings(group)
        if form == INTENT:
            more = self._phrases.with_more(target, asked) if target in self.intents() else None
            return more and Draft(*more, self._phrases.check(*more, library), left_out)
        if form == MORE:
            return self._more(target, asked, library, left_out)
        if not drafting.ID.fullmatch(target) or len(target) > LONGEST_ID or library.get(f"faq/{target}"):
            return None
        text = drafting.faq(target, today, asked)
        return Draft(f"knowledge/faq/{target}.yml", text, drafting.check(text, f"faq/{target}", library), left_out)

    def before(self, form: str, target: str) -> str | None:
        """Return the file as it is now; None for one that there is not yet."""
        if form == MORE:
            return self._records.file(target)
        found = self._phrases.with_more(target, {}) if form == INTENT else None
        return found[1] if found else None

    def _more(self, ref: str, asked: dict[str, list[str]], library: Library, left_out: int) -> Draft | None:
        record = library.get(ref)
        file = self._records.file(ref) if record is not None and record.kind == "faq" else None
        if file is None:
            return None
        try:
            text = drafting.more_asked(file, asked)
        except ValueError:
            return None
        return Draft(f"knowledge/{ref}.yml", text, drafting.check(text, ref, library), left_out)


def _wordings(group: Group) -> tuple[dict[str, list[str]], int]:
    """Return language → wordings to learn from, and how many are none, since something in them is masked."""
    both = group.wordings()
    kept = {language: [one.text for one in found if not one.is_masked] for language, found in both.items()}
    return kept, sum(map(len, both.values())) - sum(map(len, kept.values()))

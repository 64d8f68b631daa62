"""Collecting faults while a file is read: every refusal, and each kind of notice once with a count."""

from __future__ import annotations

from kithwork.apps.foundation.fault import Fault, FileRefused, Severity, fault_of
from kithwork.apps.integrations.roster.sentences import SENTENCES

# A file with more refused rows than this is not one whose rows anybody reads one by one.
KEEP = 20_000


class Faults:
    """What went wrong so far. Rows are refused one by one; notices that repeat are counted."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._counted: dict[tuple[str, str, str], list] = {}
        self.refused_rows = 0
        # What the file itself calls a column, where a reader uses words of ours.
        self.headings: dict[str, str] = {}

    def add(self, *faults: Fault) -> None:
        self._kept.extend(faults)

    def say(
        self, code: str, *, file: str = "", line: int = 0, column: str = "", **words: object
    ) -> None:
        column = self.headings.get(column, column)
        words = self._in_their_words(words)
        fault = fault_of(SENTENCES, code, file=file, line=line, column=column, **words)
        if fault.severity is Severity.ROW:
            self.refused_rows += 1
        if len(self._kept) < KEEP:
            self._kept.append(fault)

    def count(
        self, code: str, *, file: str = "", line: int = 0, column: str = "", **words: object
    ) -> None:
        """A notice that may come thousands of times: the first place, and how many."""
        column, words = self.headings.get(column, column), self._in_their_words(words)
        key = (code, file, column)
        if key in self._counted:
            self._counted[key][0] += 1
        else:
            self._counted[key] = [1, line, words]

    def _in_their_words(self, words: dict[str, object]) -> dict[str, object]:
        named = words.get("column_of")
        return words | {"column_of": self.headings.get(str(named), named)} if named else words

    def listed(self) -> tuple[Fault, ...]:
        counted = [
            fault_of(SENTENCES, code, file=file, line=line, column=column, **words, count=times)
            for (code, file, column), (times, line, words) in self._counted.items()
        ]
        return (*self._kept, *counted)


def refused(
    code: str, *, file: str = "", line: int = 0, column: str = "", **words: object
) -> FileRefused:
    return FileRefused(fault_of(SENTENCES, code, file=file, line=line, column=column, **words))


class RowRefused(Exception):  # noqa: N818  — said as a sentence, like Refused
    """Inside a reader: this row cannot be taken. Carries what `Faults.say` needs."""

    def __init__(self, code: str, column: str = "", **words: object) -> None:
        super().__init__(code)
        self.code, self.column, self.words = code, column, words

"""What is wrong at one place of a file somebody gave us: the place, a sentence, and the mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How far a fault reaches."""

    FILE = "file"  # nothing of the file is taken
    ROW = "row"  # this row is not taken
    NOTICE = "notice"  # taken, and said aloud


Sentences = Mapping[str, tuple[Severity, str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to know about one place of a file. ``line`` 0 means the file as a whole."""

    code: str
    severity: Severity
    template: str
    words: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    column: str = ""

    @property
    def sentence(self) -> str:
        return self.said(str)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of `translate`, the values put in afterwards."""
        return translate(self.template).format(**self.words)

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "sentence": self.sentence,
        }

    def as_kept(self) -> dict[str, object]:
        """As JSON, with what it takes to say it in another language later."""
        words = {
            name: value if isinstance(value, int) else str(value)
            for name, value in self.words.items()
        }
        return {**self.as_json(), "template": self.template, "words": words}


def said_of(kept: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The sentence of a kept fault, in the language of `translate`."""
    template = kept.get("template")
    return translate(template).format(**kept["words"]) if template else str(kept["sentence"])


def fault_of(
    sentences: Sentences,
    code: str,
    *,
    file: str = "",
    line: int = 0,
    column: str = "",
    **words: object,
) -> Fault:
    """The fault `code` of a table of sentences, with values cut to a readable length."""
    severity, template = sentences[code]
    short = {key: _short(value) for key, value in words.items()}
    return Fault(code, severity, template, short, file, line, column)


def _short(value: object) -> object:
    if isinstance(value, int):
        return value
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return text if len(text) <= 80 else text[:77] + "…"


class FileRefused(Exception):  # noqa: N818  a fact, said as a sentence
    """Nothing of the file was taken. Carries the faults that say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = faults

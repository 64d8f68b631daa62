"""What an agreement says, in each language and version."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kithwork.apps.consents.texts import day_words
from kithwork.apps.training.models import Agreement, Signature
from kithwork.apps.training.orientation import LANGUAGES
from kithwork.apps.training.subjects import role_subject, subject_name

FILE = Path(__file__).resolve().parent / "agreements.toml"
# Who signs: three each. The family stands by for the confidentiality of a minor.
PARTS: dict[str, tuple[str, ...]] = {
    Agreement.Kind.PRIVATE: (Signature.Part.PEER, Signature.Part.FAMILY, Signature.Part.TEACHER),
    Agreement.Kind.ROLE: (Signature.Part.PEER, Signature.Part.PARTNER, Signature.Part.TEACHER),
}


@dataclass(frozen=True, slots=True)
class Duties:
    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementText:
    title: str
    about: str
    duties: tuple[Duties, ...]
    last: str
    signers: dict[str, str]
    signature: str
    date: str


@dataclass(frozen=True, slots=True)
class DeedHead:
    """What stands around a text in its own language: the school, who, the day, and which edition it is."""

    school: str
    peer: str
    made_on: str
    edition: str


def head_of(agreement: Agreement) -> DeedHead:
    words, student = _words(agreement.language), agreement.student
    return DeedHead(
        # As it was called when the text was laid out; texts from before that say what it is called now.
        school=agreement.text.get("school") or student.school.name,
        peer=student.full_name,
        made_on=day_words(agreement.made_on, agreement.language),
        edition=words["edition"].replace("{n}", str(agreement.version)),
    )


def how_words(how: str, language: str) -> str:
    """On screen or on paper, in the language of the text."""
    return str(_words(language)["how"][how])


def _words(language: str) -> dict[str, Any]:
    found: dict[str, Any] = _texts()[language if language in LANGUAGES else "en"]
    return found


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def current_version() -> int:
    return int(_texts()["version"])


def text_of(kind: str, role: str, language: str) -> AgreementText:
    """The text to sign: what is kept private, or what each of the three does."""
    words = _words(language)
    ends = {key: words[key] for key in ("signers", "signature", "date")}
    if kind == Agreement.Kind.PRIVATE:
        duties = (Duties("", tuple(words["private"])),)
        return AgreementText(words["private_title"], "", duties, words["private_both"], **ends)
    called = words.get("role_names", {}).get(role) or subject_name(role_subject(role))
    title = words["role_title"].replace("{role}", called)
    duties = tuple(
        Duties(words[f"{part}_head"], tuple(words[part])) for part in ("peer", "partner", "teacher")
    )
    return AgreementText(title, words["role"][role], duties, words["both"], **ends)

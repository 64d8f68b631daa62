"""What an agreement says, in each language and version."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

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


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def current_version() -> int:
    return int(_texts()["version"])


def text_of(kind: str, role: str, language: str) -> AgreementText:
    """The text to sign: what is kept private, or what each of the three does."""
    words = _texts()[language if language in LANGUAGES else "en"]
    ends = {key: words[key] for key in ("signers", "signature", "date")}
    if kind == Agreement.Kind.PRIVATE:
        duties = (Duties("", tuple(words["private"])),)
        return AgreementText(words["private_title"], "", duties, words["private_both"], **ends)
    with translation.override(language):
        title = words["role_title"].replace("{role}", subject_name(role_subject(role)))
    duties = tuple(
        Duties(words[f"{part}_head"], tuple(words[part])) for part in ("peer", "partner", "teacher")
    )
    return AgreementText(title, words["role"][role], duties, words["both"], **ends)

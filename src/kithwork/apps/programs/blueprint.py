"""What of a program may go to another school or into another year: choices, and texts somebody read and took along.

Nobody's name, number or word is in it. It is built from a list of what may go, never by taking things out: a column
that is added tomorrow stays behind until somebody adds it here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.people.models import Guardian, Staff, Student
from kithwork.apps.programs import wording
from kithwork.apps.programs.models import Program
from kithwork.playbooks import shipped

FORMAT = "kithwork-program/1"
# Texts that may be taken along, one by one, after somebody has read them. The rest never goes.
TEXTS = {
    "name": _("The name"),
    "purpose": _("The purpose"),
    "time_note": _("About how time is spent"),
    "job_descriptions": _("Who does what"),
    "coverage": _("Who covers for whom"),
    "budget_line": _("The budget line"),
    "tell_general": _("How general educators hear of it"),
    "tell_special": _("How special educators hear of it"),
    "tell_leaders": _("How school leaders hear of it"),
    "measures_note": _("About what you look at"),
    "recognition_note": _("About saying thank you"),
}
LONGEST, MOST_BYTES = 4000, 100_000
MOST_DIGITS = 7


class Blueprint(BaseModel):
    """A program without people, as it stands in a file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal["kithwork-program/1"] = FORMAT
    form: Literal["", "club", "period", "both", "course"] = ""
    purposes: list[str] = Field(default=[], max_length=20)
    practices: list[str] = Field(default=[], max_length=60)
    weeks: dict[str, int] = {}
    measures: list[str] = Field(default=[], max_length=40)
    recognition: list[str] = Field(default=[], max_length=40)
    rhythm: Literal["week", "two_weeks", "month", "quarter"] = "week"
    texts: dict[str, str] = {}


def blueprint_of(program: Program, take: Collection[str] = ()) -> Blueprint:
    """What may go of this program, with the texts somebody chose to take along.

    Raises Problem when one of these texts names somebody of the school, or holds a number or an address.
    """
    texts = {key: str(getattr(program, key)) for key in TEXTS if key in set(take)}
    texts = {key: text for key, text in texts.items() if text}
    _nobody_in(texts, program.school_id)
    return Blueprint(
        form=program.form,
        purposes=_known(program.purposes, wording.PURPOSES),
        practices=_known(program.practices, shipped()),
        weeks={key: program.weeks.get(key, 0) for key in wording.SETTINGS},
        measures=_known(program.measures, wording.MEASURES),
        recognition=_known(program.recognition, wording.THANKS),
        rhythm=program.rhythm,
        texts=texts,
    )


def read_blueprint(text: str) -> Blueprint:
    """A program from a file. Raises Problem when it is none of ours."""
    if len(text.encode()) > MOST_BYTES:
        raise Problem(str(_("This file is too long to be a program. Choose another.")))
    try:
        found = Blueprint.model_validate_json(text)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "1"
        raise Problem(
            str(_("This is not a program's file. It cannot be read at: %(place)s."))
            % {"place": place[:60]}
        ) from None
    if any(not 0 <= weeks <= 52 for weeks in found.weeks.values()):
        raise Problem(str(_("This file says weeks that no year has. Ask for the file again.")))
    if any(len(one) > LONGEST for one in found.texts.values()):
        raise Problem(str(_("A text in this file is too long. Ask for the file again.")))
    return found


def names_in(text: str, school_id: int) -> list[str]:
    """Names of people of the school that stand in a text, as they stand there."""
    text = text.replace("’", "'")
    said = {*re.findall(r"\w[\w'-]*", text), *re.findall(r"\w+", text)}
    return sorted(said & _names(school_id))


def _names(school_id: int) -> set[str]:
    """Every word of every name. A word that is a name and something else counts as a name."""
    columns: list[Iterable[tuple[str, ...]]] = [
        Student.objects.filter(school_id=school_id).values_list(
            "first_name", "last_name", "preferred_name"
        ),
        Staff.objects.filter(school_id=school_id).values_list("first_name", "last_name"),
        Guardian.objects.filter(school_id=school_id).values_list("first_name", "last_name"),
    ]
    words = {
        word.replace("’", "'")
        for rows in columns
        for row in rows
        for name in row
        for word in name.split()
    }
    return {word for word in words if len(word) > 1}


def _nobody_in(texts: dict[str, str], school_id: int) -> None:
    for key, text in texts.items():
        found = names_in(text, school_id)
        if found:
            sentence = _(
                "%(what)s: “%(name)s” is a name of somebody at your school. Leave this text here."
            )
            raise Problem(str(sentence) % {"what": TEXTS[key], "name": found[0]})
        if "@" in text or sum(sign.isdigit() for sign in text) >= MOST_DIGITS:
            sentence = _("%(what)s: there is a number or an address in it. Leave this text here.")
            raise Problem(str(sentence) % {"what": TEXTS[key]})


def _known(keys: Iterable[str], table: Collection[str]) -> list[str]:
    return [key for key in keys if key in table]

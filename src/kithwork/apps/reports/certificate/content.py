"""Which certificates of a student may go on paper, and what each says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.consents.models import Purpose
from kithwork.apps.consents.queries import live as with_permit
from kithwork.apps.consents.texts import day_words, language_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.people.models import Student
from kithwork.apps.training.models import Certificate
from kithwork.apps.training.policies import SEES_ALL, may_train
from kithwork.apps.training.queries import subject_name

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Paper:
    """One page: a name, two lines, a signer."""

    language: str
    title: str
    school: str
    name: str
    lines: tuple[str, str]
    signer: str
    signer_label: str
    on_label: str
    on: str


@cache
def words() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def may_print_certificates(viewer: Viewer, student: Student) -> Verdict:
    """Who trains the student or looks after the program, where the family said yes to certificates."""
    if viewer.role not in SEES_ALL and not may_train(viewer, student):
        return no(_("An adult who trains this student prints it. Ask the coordinator."))
    if not with_permit(Purpose.BADGE, clock.today_for(viewer), [student.pk]):
        return no(
            _("The family has not said yes to certificates, or not any more. Ask them first.")
        )
    return YES


def papers_of(viewer: Viewer, student: Student, language: str = "") -> list[Paper]:
    """One page for each mastery that is on record today; none, and there is nothing to print."""
    today = clock.today_for(viewer)
    rows = Certificate.objects.filter(
        student=student, given_on__lte=today, until__gte=today, taken_back_at__isnull=True
    )
    newest = {row.subject: row for row in rows.order_by("given_on", "pk")}
    if not newest:
        raise Http404
    chosen = language if language in LANGUAGES else language_of(student.languages)
    return [
        _paper(viewer, student, subject, row.given_on, chosen)
        for subject, row in sorted(newest.items())
    ]


def _paper(viewer: Viewer, student: Student, subject: str, on: date, language: str) -> Paper:
    said = words()[language]
    kind, _colon, key = subject.partition(":")
    what = words()[language].get(kind, {}).get(key) or subject_name(
        subject, student.school_id, language
    )
    # A practice is a name in English; in Spanish it stands in the sentence. PALS and the like stay as they are.
    if not what[:2].isupper() and (language, kind) != ("en", "practice"):
        what = f"{what[:1].lower()}{what[1:]}"
    return Paper(
        language=language,
        title=said["title"],
        school=student.school.name,
        name=student.full_name,
        lines=(
            said[f"line_{kind}"].format(what=what),
            said["day"].format(on=day_words(on, language)),
        ),
        signer=viewer.name,
        signer_label=said["signer"],
        on_label=said["place"],
        on=day_words(clock.today_for(viewer), language),
    )

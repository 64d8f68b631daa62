"""May a run begin? Each piece it needs, whether it is there, and where to mend it.

Only what the product knows is asked. Training is asked of everybody but the student a run is around: they
are welcome to every meeting, and nobody has to pass a test to have friends (decision 0053).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.consents.queries import TAKE_PART, why_not
from kithwork.apps.foundation import clock
from kithwork.apps.runs.dates import dates_of
from kithwork.apps.runs.models import Participant, Run
from kithwork.apps.runs.queries.practice import HELD, chosen, content_wanted, playbook_of
from kithwork.apps.runs.required import forms_to_fill, missing_in
from kithwork.apps.runs.wording import place_words
from kithwork.apps.training.queries import is_known, practice_subject
from kithwork.apps.training.queries import why_not as untrained
from kithwork.playbooks.schema import Playbook

INCLUSIVE_STEP_ASKED_OF = "special_ed_room"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing a run needs. `url_name` takes the run's id, and `part` of a page where there is one."""

    key: str
    title: str
    is_done: bool
    sentence: str
    url_name: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    pieces: tuple[Piece, ...]

    @property
    def missing(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if not piece.is_done)

    @property
    def is_ready(self) -> bool:
        return not self.missing


def readiness_of(run: Run) -> Readiness:
    """Every piece in the order people do them."""
    playbook = playbook_of(run)
    people = list(
        run.participants.filter(
            left_on__isnull=True, student__closed_on__isnull=True
        ).select_related("student")
    )
    return Readiness(
        (
            _leader(run),
            _last_day(run),
            _times(run),
            _people(run, playbook, people),
            *_permissions(run, people),
            *_training(run, playbook, people),
            *_roles(run, playbook, people),
            *_choices(run, playbook),
            *_forms(run, playbook),
            _safety(run),
        )
    )


def _leader(run: Run) -> Piece:
    leader = run.facilitator
    here = leader is not None and leader.closed_on is None
    if here and leader is not None:
        said = _("%(name)s leads it and is there.") % {"name": leader.full_name}
    else:
        said = _("Name the adult who leads it and is there.")
    return Piece("leader", _("Who leads it"), here, said, "runs:change_run")


def _last_day(run: Run) -> Piece:
    is_ahead = run.ends_on >= clock.today(run.school.timezone)
    said = (
        _("Until %(day)s.")
        if is_ahead
        else _("Its last day, %(day)s, is over. Choose a later one.")
    ) % {"day": date_format(run.ends_on, "F j")}
    return Piece("last_day", _("Last day"), is_ahead, said, "runs:change_run")


def _times(run: Run) -> Piece:
    title = _("When it meets")
    if not run.times.exists():
        return Piece("times", title, False, _("Choose the periods it meets at."), "runs:times")
    coming = dates_of(run, clock.today(run.school.timezone))
    if not coming:
        said = _("The calendar has no such time left in these dates. Choose other periods or days.")
        return Piece("times", title, False, said, "runs:times")
    said = ngettext(
        "%(n)s time, the first on %(day)s.", "%(n)s times, the first on %(day)s.", len(coming)
    ) % {"n": len(coming), "day": date_format(coming[0].on, "l, F j")}
    return Piece("times", title, True, said, "runs:times")


def _people(run: Run, playbook: Playbook, people: list[Participant]) -> Piece:
    """Everybody counts, and the practice says how many belong together."""
    title, least = _("Who takes part"), playbook.group.min
    if len(people) < least:
        said = ngettext(
            "This practice begins with %(n)s student. Add who is missing.",
            "This practice begins with %(n)s students. Add who is missing.",
            least,
        ) % {"n": least}
        return Piece("people", title, False, said, "runs:people")
    said = ngettext("%(n)s student.", "%(n)s students.", len(people)) % {"n": len(people)}
    return Piece("people", title, True, said, "runs:people")


def _permissions(run: Run, people: list[Participant]) -> Iterator[Piece]:
    """A class learns together anyway; everybody else was asked, and so was their family (A.7)."""
    if run.scope == Run.Scope.CLASS or not people:
        return
    missing = why_not(run.school, TAKE_PART, [one.student_id for one in people])
    lines = [
        f"{one.student.called}: {missing[one.student_id]}."
        for one in people
        if one.student_id in missing
    ]
    said = " ".join(lines) or _("Every family and every student said yes.")
    yield Piece("permissions", _("Permissions"), not lines, said, "runs:people")


def _training(run: Run, playbook: Playbook, people: list[Participant]) -> Iterator[Piece]:
    """A class is trained in class, by its first lessons; everybody else showed what they learned (A.7)."""
    subject = practice_subject(playbook.id)
    around = {run.focus_student_id}
    asked = [one.student for one in people if one.student_id not in around]
    if run.scope == Run.Scope.CLASS or not asked or not is_known(subject, run.school_id):
        return
    today = clock.today(run.school.timezone)
    missing = untrained(run.school, subject, [one.pk for one in asked], today)
    lines = [f"{one.called}: {missing[one.pk]}." for one in asked if one.pk in missing]
    said = " ".join(lines) or _("Everybody has shown what they learned.")
    yield Piece("training", _("Training"), not lines, said, "runs:people")


def _roles(run: Run, playbook: Playbook, people: list[Participant]) -> Iterator[Piece]:
    """Where everybody holds every role in turn, nobody is given one."""
    if run.scope == Run.Scope.CLASS or not any(one.who != "adult" for one in playbook.roles):
        return
    without = [one.student.called for one in people if not one.role]
    names = {"names": ", ".join(without)}
    said = _("Choose a role for %(names)s.") % names if without else _("Everybody has one.")
    yield Piece("roles", _("Roles"), bool(people) and not without, said, "runs:people")


def _choices(run: Run, playbook: Playbook) -> Iterator[Piece]:
    choice = chosen(run)
    if len(playbook.variants) > 1:
        said = choice.variant.name if choice.variant else _("Choose what is practised.")
        yield _chosen("variant", _("What is practised"), bool(choice.variant), said)
    if len(playbook.settings) > 1:
        said = place_words(choice.place) if choice.place else _("Choose where it happens.")
        yield _chosen("place", _("Where"), bool(choice.place), said)
    if choice.variant or len(playbook.variants) < 2:
        yield from _content(run)
    if choice.place == INCLUSIVE_STEP_ASKED_OF:
        has = bool(run.next_inclusive_step and run.next_inclusive_on)
        said = run.next_inclusive_step or _(
            "Say what comes next toward time with the whole class, and from when."
        )
        yield _chosen("inclusive", _("Next step to an inclusive setting"), has, said)


def _chosen(key: str, title: str, is_done: bool, said: str) -> Piece:
    return Piece(key, title, is_done, said, "runs:choices")


def _content(run: Run) -> Iterator[Piece]:
    wanted = [one for one in content_wanted(run) if one.kind in HELD]
    if not wanted:
        return
    title = _("What to practise from")
    if chosen(run).on_paper:
        yield _chosen("content", title, True, _("You bring it on paper."))
        return
    contents = run.contents
    names = ", ".join(one.name for one in wanted)
    if contents is None:
        said = _("Choose a list, or say that you bring it on paper: %(names)s.") % {"names": names}
        yield _chosen("content", title, False, said)
        return
    count = contents.items.count()
    said = (
        ngettext("%(name)s, %(n)s item.", "%(name)s, %(n)s items.", count)
        % {"name": contents.name, "n": count}
        if count
        else _("%(name)s is empty. Add to it, or choose another list.") % {"name": contents.name}
    )
    yield _chosen("content", title, bool(count), said)


def _forms(run: Run, playbook: Playbook) -> Iterator[Piece]:
    """What the practice wants written before it begins, such as a plan that says what each one gives."""
    for form in forms_to_fill(playbook):
        missing = missing_in(run, form)
        names = {"names": ", ".join(missing)}
        said = _("Still to fill in: %(names)s.") % names if missing else _("Filled in.")
        yield Piece(f"form_{form.id}", form.name, not missing, said, "runs:form", form.id)


def _safety(run: Run) -> Piece:
    is_read = run.safety_read_at is not None
    said = (
        _("Read on %(day)s.")
        % {"day": date_format(run.safety_read_at.astimezone(ZoneInfo(run.school.timezone)), "F j")}
        if run.safety_read_at is not None
        else _("Read what to look out for, and say that you have.")
    )
    return Piece("safety", _("Safety note"), is_read, said, "runs:safety_note")

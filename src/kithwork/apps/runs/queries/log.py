"""A session to be logged: who was expected, what its practice looks for, and what was told already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Depth, Viewer
from kithwork.apps.needs.models import HowAsked
from kithwork.apps.people.models import Student
from kithwork.apps.people.policies import visible_students
from kithwork.apps.practices.queries import playbook_of_role, said_in
from kithwork.apps.practices.words import LANGUAGES
from kithwork.apps.runs.balance import follows_from_procedure
from kithwork.apps.runs.fidelity import short_list
from kithwork.apps.runs.models import Absence, Attendance, Participant, Session, SessionLog
from kithwork.apps.runs.policies import visible_run_sessions, visible_sessions
from kithwork.apps.runs.practice_fields import ASKED, LINES
from kithwork.apps.runs.practice_log import asks, in_words
from kithwork.apps.runs.queries.practice import languages_of_session, playbook_here
from kithwork.apps.runs.wording import LEVELS, period_words
from kithwork.playbooks import Playbook, facilitation
from kithwork.playbooks.schema.quality import FidelityItem

USUAL_MINUTES = (10, 20, 30, 45)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to what the practice asks: in words, or people by name, or lines of a table."""

    label: str
    words: str = ""
    people: tuple[Student, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody told of the session, in words. The newest stands."""

    log: SessionLog
    stands: bool
    level: str
    steps: tuple[str, ...]
    strategies: tuple[tuple[str, int], ...]
    mode: str
    gave: tuple[Student, ...] = ()
    received: tuple[Student, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class LogPage:
    """Everything the page of a log shows."""

    session: Session
    title: str
    when: str
    people: tuple[Student, ...]
    hidden: int
    away: frozenset[int]
    planned_minutes: int
    minutes: tuple[int, ...]
    planned_level: int | None
    practice: Playbook | None
    # The same in the practice's own language: answers are kept in its words.
    own: Playbook | None
    language: str
    languages: tuple[tuple[str, str], ...]
    steps: tuple[FidelityItem, ...]
    versions: tuple[Version, ...]
    is_to_come: bool
    # Whether to ask who gave and who received, and what was told of it last.
    asks_sides: bool = False
    gave: frozenset[int] = frozenset()
    received: frozenset[int] = frozenset()

    @property
    def standing(self) -> SessionLog | None:
        return self.versions[0].log if self.versions else None

    @property
    def is_first_draft(self) -> bool:
        """What the session runner wrote down by itself, to which nobody has added yet."""
        log = self.standing
        return log is not None and log.source == SessionLog.Source.LIVE and log.replaces_id is None


def session_to_log_or_404(viewer: Viewer, session_id: int) -> Session:
    """A session of the plan or of a run that this adult is there for."""
    joined = ("need", "student", "section", "run__section", "run__school", "run__playbook")
    for rows in (visible_sessions(viewer), visible_run_sessions(viewer)):
        row = rows.filter(pk=session_id).select_related(*joined).first()
        if row is not None:
            return row
    raise Http404


def practice_of(session: Session, language: str = "") -> Playbook | None:
    """What is done here: the run's practice, or what is written for the role of a need.

    In another language where it is written in that one, else in its own.
    """
    if session.run is not None:
        return playbook_here(session.run, language)
    practice = playbook_of_role(session.need.role) if session.need else None
    return said_in(practice, language) if practice else None


def language_of(session: Session, asked: str, known: Sequence[str]) -> str:
    """The language asked for where there is one, else the run's own where there is one."""
    wanted = [asked, session.run.language if session.run is not None else ""]
    return next((one for one in wanted if one in known), known[0])


def standing_log(session: Session) -> SessionLog | None:
    """The log that nothing has replaced."""
    rows = SessionLog.objects.filter(session=session, replaced_by__isnull=True)
    return rows.select_related("by").order_by("-id").first()


def expected_in(session: Session) -> list[tuple[Student, str]]:
    """Everybody who was to be there, with the role they have, by name."""
    if session.run_id is not None:
        rows = Participant.objects.filter(run_id=session.run_id, joined_on__lte=session.on)
        rows = rows.filter(is_paused=False).exclude(left_on__lte=session.on)
        rows = rows.select_related("student").order_by("student__last_name", "student__first_name")
        return list({one.student_id: (one.student, one.role) for one in rows}.values())
    role = session.need.role if session.need else ""
    peers = session.session_peers.filter(is_live=True).select_related("peer").order_by("pk")
    return [(session.whose, ""), *((one.peer, role) for one in peers)]


def log_page(viewer: Viewer, session: Session, asked_language: str = "") -> LogPage:
    """What the form offers; minutes and people come from the plan, steps never.

    What the practice asks is said in the language asked for, else in the run's.
    """
    expected = [student for student, _role in expected_in(session)]
    people = _seen(viewer, session, expected)
    known = languages_of_session(session)
    language = language_of(session, asked_language, known)
    practice, own = practice_of(session, language), practice_of(session)
    versions = _versions(session, people, practice, own)
    planned = planned_minutes(session)
    said = versions[0].log.minutes if versions else None
    return LogPage(
        session=session,
        title=session.run.name if session.run else "",
        when=_when(session),
        people=people,
        hidden=len(expected) - len(people),
        away=_away(session, people),
        planned_minutes=planned,
        minutes=minutes_offered(planned, said),
        planned_level=session.run.adult_level if session.run else None,
        practice=practice,
        own=own,
        language=language,
        languages=tuple((key, LANGUAGES.get(key, key)) for key in known),
        steps=short_list(practice.fidelity) if practice else (),
        versions=versions,
        is_to_come=session.on > clock.today_for(viewer),
        asks_sides=asks_sides(session, practice),
        gave=_on_side(session, people, has_given=True),
        received=_on_side(session, people, has_received=True),
    )


def asks_sides(session: Session, practice: Playbook | None) -> bool:
    """Who gave and who received is asked, unless both follow from how a whole class works."""
    return session.run is None or practice is None or not follows_from_procedure(practice)


def _on_side(session: Session, people: tuple[Student, ...], **side: bool) -> frozenset[int]:
    rows = Attendance.objects.filter(session=session, student__in=people, **side)
    return frozenset(rows.values_list("student_id", flat=True))


def _seen(viewer: Viewer, session: Session, expected: list[Student]) -> tuple[Student, ...]:
    """Partners of a time one is there for are seen by name; of a run, those one knows."""
    if session.run_id is None:
        return tuple(expected)
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    known = set(seen.filter(pk__in=[one.pk for one in expected]).values_list("pk", flat=True))
    return tuple(one for one in expected if one.pk in known)


def _away(session: Session, people: tuple[Student, ...]) -> frozenset[int]:
    return away_in(session, [one.pk for one in people])


def away_in(session: Session, keys: list[int]) -> frozenset[int]:
    """Of these students, who was said to be away in the session, else that day."""
    told = dict(Attendance.objects.filter(session=session).values_list("student_id", "is_present"))
    absent = set(
        Absence.objects.filter(on=session.on, student__in=keys).values_list("student_id", flat=True)
    )
    return frozenset(pk for pk in keys if not told.get(pk, pk not in absent))


def planned_minutes(session: Session) -> int:
    if session.need is not None and session.need.minutes:
        return session.need.minutes
    begins, ends = session.starts_at, session.ends_at
    return max(1, (ends.hour - begins.hour) * 60 + ends.minute - begins.minute)


def minutes_offered(planned: int, said: int | None = None) -> tuple[int, ...]:
    """Four usual lengths, with the planned one and the one that was told in the place of the nearest."""
    offered, wanted = list(USUAL_MINUTES), [planned] if said is None else [planned, said]
    for value in wanted:
        if value not in offered:
            free = [one for one in offered if one not in wanted]
            offered.remove(min(free, key=lambda one: abs(one - value)))
            offered.append(value)
    return tuple(sorted(offered))


def _when(session: Session) -> str:
    where = session.section.title if session.section else ""
    words = period_words(session.label)
    return f"{words}, {where}" if where and where != words else words


def _versions(
    session: Session,
    people: tuple[Student, ...],
    practice: Playbook | None,
    own: Playbook | None,
) -> tuple[Version, ...]:
    """What stands first, then what it replaced, newest first. Only whom the viewer sees is named."""
    rows = SessionLog.objects.filter(session=session).select_related("by", "quote_of")
    replaced = {row.replaces_id for row in rows}
    found = sorted(rows, key=lambda row: (row.pk in replaced, -row.pk))
    texts = {item.id: item.text for item in practice.fidelity.items} if practice else {}
    names = {one.id: one.name for one in facilitation().strategies}
    modes = dict(HowAsked.choices)
    return tuple(
        Version(
            log=row,
            stands=row.pk not in replaced,
            level="" if row.adult_level is None else str(LEVELS[row.adult_level]),
            steps=tuple(texts.get(key, key) for key in row.steps_seen),
            strategies=tuple((names.get(key, key), n) for key, n in row.strategies.items()),
            mode=str(modes.get(row.quote_mode, row.quote_mode)),
            gave=tuple(one for one in people if one.pk in row.measures.get("gave", ())),
            received=tuple(one for one in people if one.pk in row.measures.get("received", ())),
            answers=tuple(_answers(row, practice, own, people)),
        )
        for row in found
    )


def _answers(
    log: SessionLog,
    practice: Playbook | None,
    own: Playbook | None,
    people: tuple[Student, ...],
) -> Iterator[Answer]:
    """What was answered, in the order it is asked; an answer nobody asks any more under its own key."""
    told = dict(log.measures.get(ASKED, {}))
    for ask in asks(practice, own):
        if ask.key in told:
            value = told.pop(ask.key)
            if ask.kind == "people":
                named = tuple(one for one in people if one.pk in value)
                yield Answer(ask.field.label, people=named)
            else:
                yield Answer(ask.field.label, words=in_words(ask, value))
    for key, value in told.items():
        yield Answer(key, words=str(value))
    for lines in log.measures.get(LINES, {}).values():
        words = tuple(" · ".join(filter(None, line)) for line in lines)
        yield Answer(_("Written down one by one"), lines=words)

"""Who sees which runs, sessions and pairings, and who may change them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import YES, Verdict, no
from kithwork.apps.foundation.viewer import STUDENTS_AND_FAMILIES, Depth, Role, Viewer
from kithwork.apps.people.models import Section, Staff, Student, Teaching
from kithwork.apps.people.policies import NOBODY, visible_sections, visible_students
from kithwork.apps.runs.models import Pairing, Participant, Pause, Run, Session

# Roles that see every session of their school.
WHOLE_SCHOOL = frozenset({Role.COORDINATOR, Role.SCHOOL_ADMINISTRATOR})
# Adults who carry practices out beside them.
RUNS_RUNS = frozenset({Role.GENERAL_EDUCATOR, Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER})


# So long may somebody who said stop take it back alone.
A_SLIP = timedelta(minutes=10)


def visible_sessions(viewer: Viewer) -> QuerySet[Session]:
    """Times together of the plan that this adult is there for: the school's, one's classes', one's students'."""
    sessions = Session.objects.filter(school_id=viewer.school_id, run__isnull=True)
    if viewer.role in WHOLE_SCHOOL:
        return sessions
    if viewer.school_id is None or viewer.role in STUDENTS_AND_FAMILIES:
        return sessions.none()
    students = visible_students(viewer, depth=Depth.PARTICIPATION)
    if viewer.role == Role.GENERAL_EDUCATOR:
        # A class list alone opens what happens in that class, not a student's lunch.
        return sessions.filter(Q(section__in=visible_sections(viewer)))
    if viewer.role in {Role.PARAPROFESSIONAL, Role.RELATED_SERVICE_PROVIDER}:
        return sessions.filter(student__in=students)
    return sessions.none()


def visible_runs(viewer: Viewer) -> QuerySet[Run]:
    """The school's for those who run the program; one's own, one's classes', one's students' for others.

    Seeing a run does not mean seeing everybody in it: a page lists the students visible to its viewer.
    """
    runs = Run.objects.filter(school_id=viewer.school_id)
    if viewer.role in WHOLE_SCHOOL:
        return runs
    if viewer.school_id is None or viewer.role not in RUNS_RUNS:
        return runs.none()
    own = Q(facilitator__user_id=viewer.user_id or NOBODY)
    if viewer.role == Role.GENERAL_EDUCATOR:
        own |= Q(scope=Run.Scope.CLASS, section__in=visible_sections(viewer))
    else:
        students = visible_students(viewer, depth=Depth.PARTICIPATION)
        taking_part = Participant.objects.filter(student__in=students, left_on__isnull=True)
        own |= Q(pk__in=taking_part.values("run_id"))
    return runs.filter(own)


def visible_run_sessions(viewer: Viewer) -> QuerySet[Session]:
    """Dated sessions of the runs this viewer sees."""
    return Session.objects.filter(run__in=visible_runs(viewer))


def may_start_run(viewer: Viewer) -> Verdict:
    """The coordinator starts any; a teacher starts one with a class of their own."""
    if viewer.role in {Role.COORDINATOR, Role.GENERAL_EDUCATOR}:
        return YES
    return no("The coordinator or a teacher starts a practice. Ask your coordinator.")


def may_start_with(
    viewer: Viewer, scope: str, section: Section | None, student: Student | None
) -> Verdict:
    """A teacher begins with a class they teach; what is for one student or a group begins with the coordinator."""
    if not (verdict := may_start_run(viewer)):
        return verdict
    if section is not None and not visible_sections(viewer).filter(pk=section.pk).exists():
        return no("That class is not one of yours. Choose one you teach.")
    seen = visible_students(viewer, depth=Depth.PARTICIPATION)
    if student is not None and not seen.filter(pk=student.pk).exists():
        return no("That student is not one of yours.")
    if viewer.role == Role.COORDINATOR or scope == Run.Scope.CLASS:
        return YES
    return no("The coordinator starts what is for one student or a group. Ask your coordinator.")


def may_lead(viewer: Viewer, leader: Staff | None, section: Section | None) -> Verdict:
    """Who leads sees how its students get on: a teacher hands that to nobody but who teaches the class."""
    if leader is None or viewer.role == Role.COORDINATOR:
        return YES
    if leader.user_id is not None and leader.user_id == viewer.user_id:
        return YES
    if section is not None and Teaching.objects.filter(section=section, staff=leader).exists():
        return YES
    return no(
        "Choose yourself or somebody who teaches this class. Others are named by the coordinator."
    )


def may_read_team_part(viewer: Viewer, run: Run) -> Verdict:
    """What a form keeps for the student's team is for the team alone."""
    if run.focus_student_id is None:
        return may_change_run(viewer, run)
    team = visible_students(viewer, depth=Depth.PLAN)
    if viewer.is_school_staff and team.filter(pk=run.focus_student_id).exists():
        return YES
    return no("This part is for the student's team.")


def may_see_scores(viewer: Viewer, run: Run) -> Verdict:
    """How students do is for those who answer for it: the class's teachers, who leads it, the school."""
    if not visible_runs(viewer).filter(pk=run.pk).exists():
        return no("This run is not one of yours.")
    if viewer.role in WHOLE_SCHOOL or _facilitates(viewer, run):
        return YES
    if viewer.role == Role.GENERAL_EDUCATOR and run.scope == Run.Scope.CLASS:
        return YES
    return no("Scores are for who leads the practice and who teaches the class.")


def may_change_run(viewer: Viewer, run: Run) -> Verdict:
    """Who takes part, when, in which pairs: the facilitator, the class's teacher, the coordinator."""
    if not visible_runs(viewer).filter(pk=run.pk).exists():
        return no("This run is not one of yours.")
    if viewer.role == Role.COORDINATOR or _facilitates(viewer, run):
        return YES
    if viewer.role == Role.GENERAL_EDUCATOR and run.scope == Run.Scope.CLASS:
        return YES
    return no("Only its facilitator or the coordinator can change a run. Ask them.")


def may_record(viewer: Viewer, run: Run) -> Verdict:
    """What happened in a session is recorded by any adult who sees the run and works with it."""
    if viewer.role not in WHOLE_SCHOOL | RUNS_RUNS:
        return no("What happened is written down by the school's staff.")
    if visible_runs(viewer).filter(pk=run.pk).exists():
        return YES
    return no("This run is not one of yours.")


def may_print(viewer: Viewer, run: Run) -> Verdict:
    """Cards and sheets name everybody who takes part, so only who sees everybody prints them."""
    if not (verdict := may_record(viewer, run)):
        return verdict
    seen = visible_students(viewer, depth=Depth.PARTICIPATION).values("pk")
    if run.participants.filter(left_on__isnull=True).exclude(student__in=seen).exists():
        return no("These sheets name everybody, and you see some. Ask who leads it to print them.")
    return YES


def _facilitates(viewer: Viewer, run: Run) -> bool:
    return run.facilitator is not None and run.facilitator.user_id == (viewer.user_id or NOBODY)


def visible_pairings(viewer: Viewer) -> QuerySet[Pairing]:
    """Pairings of the school for those who run the program; others meet them as sessions."""
    pairings = Pairing.objects.filter(school_id=viewer.school_id)
    return pairings if viewer.role in WHOLE_SCHOOL else pairings.none()


def own_sessions(viewer: Viewer) -> QuerySet[Session]:
    """A student's own coming sessions, for building their cards; a family's child's. Never for a template."""
    if viewer.role not in STUDENTS_AND_FAMILIES:
        return Session.objects.none()
    own = visible_students(viewer, depth=Depth.PROGRESS)
    as_peer = Q(session_peers__peer__in=own, session_peers__is_live=True)
    mine = Session.objects.filter(
        Q(student__in=own) | as_peer, school_id=viewer.school_id, run__isnull=True
    )
    return mine.filter(on__gte=clock.today_for(viewer)).distinct()


def may_change_sessions(viewer: Viewer) -> Verdict:
    if viewer.role == Role.COORDINATOR:
        return YES
    return no("Only the coordinator can change who is with whom. Ask your coordinator.")


def visible_pauses(viewer: Viewer) -> QuerySet[Pause]:
    """What is paused in the school, for those who look after it."""
    pauses = Pause.objects.filter(school_id=viewer.school_id or NOBODY, ended_at__isnull=True)
    return pauses if viewer.role in WHOLE_SCHOOL else pauses.none()


def may_end_pause(viewer: Viewer, pause: Pause) -> Verdict:
    """A concern is looked at by the coordinator or the principal; so is everything else that paused.

    A lapsed permission is nobody's to wave through: it ends with the permission, by the house itself.
    """
    if pause.rule == Pause.Rule.LAPSED:
        if viewer.role == Role.SYSTEM_ADMINISTRATOR and viewer.school_id == pause.school_id:
            return YES
        return no("It goes on as soon as the permission is there again. Ask the family.")
    if viewer.school_id == pause.school_id:
        if pause.rule == Pause.Rule.PARTED and viewer.is_house:
            return YES
        is_own_slip = (
            pause.rule == Pause.Rule.STOP
            and pause.begun_by_id == (viewer.user_id or NOBODY)
            and clock.now() - pause.begun_at < A_SLIP
        )
        if is_own_slip or viewer.role in WHOLE_SCHOOL:
            return YES
    return no("Only the coordinator or the principal can let it go on. Ask them.")


def may_note_absence(viewer: Viewer) -> Verdict:
    if viewer.is_school_staff and viewer.role != Role.PLANNING_TEAM:
        return YES
    return no("An absence is noted by the school's staff. Tell the office.")


def may_mark_session(viewer: Viewer, session: Session) -> Verdict:
    if visible_sessions(viewer).filter(pk=session.pk).exists():
        return YES
    return no("This session is not one of yours.")


def may_log(viewer: Viewer, session: Session) -> Verdict:
    """What happened in a session, of a run or of the plan, is told by any adult who is there for it."""
    if session.run is not None:
        return may_record(viewer, session.run)
    return may_mark_session(viewer, session)


def may_log_some(viewer: Viewer) -> Verdict:
    """Whether there can be any session this person tells of; which ones is asked of each."""
    if viewer.role in WHOLE_SCHOOL | RUNS_RUNS:
        return YES
    return no("Sessions are logged by the adults who were there.")

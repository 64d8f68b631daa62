"""What the data say about a program: one function for each thing that can be told, each with its sentence.

Readiness, the termly look at the program and the gates between stages all read from here. A room below that can
tell something more adds a function and its name to ``SIGNS``; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.needs.queries.for_program import need_counts
from kithwork.apps.peers.models import Volunteer
from kithwork.apps.peers.policies import visible_volunteers
from kithwork.apps.people.models import Meeting as ClassMeeting
from kithwork.apps.practices.queries import practices_of
from kithwork.apps.programs.approvals import BEFORE_START, ITEMS, board
from kithwork.apps.programs.days import day_words
from kithwork.apps.programs.decisions import decisions
from kithwork.apps.programs.models import Program, TeamMember
from kithwork.apps.programs.sign import Sign
from kithwork.apps.programs.signs_below import BELOW
from kithwork.apps.programs.wording import BROAD
from kithwork.apps.schools.models import CalendarDay, Term
from kithwork.apps.schools.queries import current_year

__all__ = ["SIGNS", "TEAM", "Sign", "current_term", "on_the_team", "sign_of"]

TEAM = range(3, 6)
PART, SEAT = TeamMember.Part, TeamMember.Seat
# Longest time between two meetings of an active team, for each rhythm, with some days to spare.
APART = {"week": 14, "two_weeks": 21, "month": 45, "quarter": 110}


def sign_of(key: str, viewer: Viewer, program: Program) -> Sign | None:
    """What the data say about `key`; None where they say nothing and a person has to."""
    told = SIGNS.get(key)
    return told(viewer, program) if told else None


def on_the_team(program: Program) -> list[TeamMember]:
    rows = program.members.filter(left_on__isnull=True).select_related("staff", "student")
    order = [PART.COORDINATOR, PART.DEPUTY, PART.MEMBER]
    return sorted(rows, key=lambda one: (order.index(PART(one.part)), one.pk))


def current_term(program: Program, on: date) -> Term | None:
    """The term that runs on a date: the shortest, where a semester holds two quarters."""
    rows = Term.objects.filter(
        year__school_id=program.school_id, starts_on__lte=on, ends_on__gte=on
    )
    return min(rows, key=lambda one: (one.ends_on - one.starts_on, one.pk), default=None)


def _team(viewer: Viewer, program: Program) -> Sign:
    n = len(on_the_team(program))
    words = ngettext("%(n)s person is on the team.", "%(n)s people are on the team.", n) % {"n": n}
    if n not in TEAM:
        words += " " + _("Three to five work best.")
    return Sign(n in TEAM, words)


def _led_by_two(viewer: Viewer, program: Program) -> Sign:
    here = {one.part: one.called for one in on_the_team(program)}
    first, second = here.get(PART.COORDINATOR), here.get(PART.DEPUTY)
    if first and second:
        names = {"first": first, "second": second}
        return Sign(True, _("%(first)s coordinates, %(second)s is deputy.") % names)
    if first:
        return Sign(False, _("%(first)s coordinates alone. Name a deputy.") % {"first": first})
    return Sign(False, _("Nobody coordinates yet. Name a coordinator and a deputy."))


def _voices(viewer: Viewer, program: Program) -> Sign:
    seats = {one.seat for one in on_the_team(program)}
    missing = [
        word
        for seat, word in ((SEAT.STUDENT, _("a student")), (SEAT.FAMILY, _("a family member")))
        if seat not in seats
    ]
    if not missing:
        return Sign(True, _("A student and a family member sit on the team."))
    return Sign(False, _("Not on the team yet: %(who)s.") % {"who": ", ".join(missing)})


def _decided(viewer: Viewer, program: Program) -> Sign:
    """Of the twelve, all but the approvals, which have lines of their own."""
    every = [one for one in decisions(program) if one.key != "approvals"]
    made = sum(one.is_made for one in every)
    words = _("%(made)s of %(all)s decisions are made.") % {"made": made, "all": len(every)}
    return Sign(made == len(every), words)


def _faculty(viewer: Viewer, program: Program) -> Sign:
    newest = program.faculty_reviews.first()
    if newest is None:
        return Sign(False, _("It was not shown to the faculty yet."))
    words = _("Shown to the faculty on %(on)s.") % {"on": day_words(newest.on)}
    if not newest.changes:
        words += " " + _("What was changed because of it is not written down yet.")
    return Sign(bool(newest.changes), words)


def _approved(viewer: Viewer, program: Program, keys: tuple[str, ...]) -> Sign:
    lines = [line for line in board(program) if line.key in keys]
    missing = [str(line.item.title) for line in lines if not line.is_settled]
    if not missing:
        return Sign(True, _("Given."))
    return Sign(False, _("Still open: %(what)s.") % {"what": ", ".join(missing)})


def _start_approved(viewer: Viewer, program: Program) -> Sign:
    return _approved(viewer, program, BEFORE_START)


def _all_approved(viewer: Viewer, program: Program) -> Sign:
    return _approved(viewer, program, tuple(ITEMS))


def _families_informed(viewer: Viewer, program: Program) -> Sign:
    return _approved(viewer, program, ("family_letter",))


def _needs(viewer: Viewer, program: Program) -> Sign:
    n = need_counts(viewer).students
    words = ngettext(
        "%(n)s student has said when company would be good.",
        "%(n)s students have said when company would be good.",
        n,
    )
    return Sign(n > 0, words % {"n": n})


def _preferences(viewer: Viewer, program: Program) -> Sign:
    counts = need_counts(viewer)
    words = _("%(asked)s of %(all)s students were asked what they like.")
    met = 0 < counts.students == counts.asked
    return Sign(met, words % {"asked": counts.asked, "all": counts.students})


def _peers(viewer: Viewer, program: Program) -> Sign:
    n = visible_volunteers(viewer).filter(status=Volunteer.Status.READY).count()
    wanted = program.peers_planned
    if wanted is None:
        said = ngettext("%(n)s peer is ready. ", "%(n)s peers are ready. ", n) % {"n": n}
        return Sign(False, said + _("Decide first how many you begin with."))
    words = ngettext(
        "%(n)s peer is ready, of %(wanted)s planned.",
        "%(n)s peers are ready, of %(wanted)s planned.",
        n,
    )
    return Sign(n >= wanted, words % {"n": n, "wanted": wanted})


def _two_ways(viewer: Viewer, program: Program) -> Sign:
    used = sorted(set(program.invitations.values_list("channel", flat=True)))
    words = ngettext("Invited in %(n)s way.", "Invited in %(n)s ways.", len(used))
    said = words % {"n": len(used)}
    if used and set(used) <= BROAD:
        said += " " + _("All of them are broad; ask some students in person, too.")
    return Sign(len(used) >= 2, said)


def _practices(viewer: Viewer, program: Program) -> Sign:
    known = {one.id: one.name for one in practices_of(viewer)}
    here = [known[key] for key in program.practices if key in known]
    if here:
        return Sign(True, ", ".join(here))
    return Sign(False, _("No practice is chosen yet."))


def _calendar(viewer: Viewer, program: Program) -> Sign:
    today = clock.today_for(viewer)
    year = current_year(program.school, today)
    if year is None or not CalendarDay.objects.filter(year=year, is_open=True).exists():
        return Sign(False, _("The school's calendar is not set up yet."))
    if not Term.objects.filter(year=year).exists():
        return Sign(False, _("The year has no terms yet."))
    return Sign(True, _("%(year)s has its terms and days.") % {"year": year.name})


def _timetables(viewer: Viewer, program: Program) -> Sign:
    here = ClassMeeting.objects.filter(section__school_id=program.school_id).exists()
    if here:
        return Sign(True, _("Classes and their periods are known."))
    return Sign(False, _("Classes and their periods are not here yet. Import the roster."))


def _phone(viewer: Viewer, program: Program) -> Sign:
    if program.school.phone:
        return Sign(True, _("The number to call stands on every page about safety."))
    return Sign(False, _("Write the school's number under School, Edit."))


def _survey(viewer: Viewer, program: Program) -> Sign:
    if program.survey_on is None:
        return Sign(False, _("The day of the survey is not set."))
    return Sign(True, _("The survey is on %(on)s.") % {"on": day_words(program.survey_on)})


def _kit(viewer: Viewer, program: Program) -> Sign:
    languages = program.own_words.count()
    if languages:
        words = ngettext("Ready in %(n)s language.", "Ready in %(n)s languages.", languages)
        return Sign(True, words % {"n": languages})
    return Sign(False, _("Write the five lines the flyer needs."))


def _purpose(viewer: Viewer, program: Program) -> Sign:
    return Sign(bool(program.purpose), program.purpose or _("Not written yet."))


def _name(viewer: Viewer, program: Program) -> Sign:
    how = program.name_chosen_how
    if not program.is_name_decided:
        return Sign(False, _("Only a working name so far."))
    return Sign(True, f"{program.name}. {how}".strip())


def _settings(viewer: Viewer, program: Program) -> Sign:
    n = sum(bool(weeks) for weeks in program.weeks.values())
    words = ngettext("Planned in %(n)s place.", "Planned in %(n)s places.", n) % {"n": n}
    return Sign(n >= 2, words)


def _active_team(viewer: Viewer, program: Program) -> Sign:
    newest = program.meetings.first()
    if newest is None:
        return Sign(False, _("No meeting is written down yet."))
    last = clock.today_for(viewer) - timedelta(days=APART[program.rhythm])
    words = _("The team last met on %(on)s.") % {"on": day_words(newest.on)}
    return Sign(newest.on >= last, words)


def _student_ideas(viewer: Viewer, program: Program) -> Sign:
    term = current_term(program, clock.today_for(viewer))
    rows = program.meetings.exclude(student_ideas="")
    if term is not None:
        rows = rows.filter(on__gte=term.starts_on)
    n = rows.count()
    words = ngettext(
        "Students brought ideas to %(n)s meeting this term.",
        "Students brought ideas to %(n)s meetings this term.",
        n,
    )
    return Sign(n > 0, words % {"n": n})


def _thanks(viewer: Viewer, program: Program) -> Sign:
    n = len(program.recognition)
    words = ngettext("%(n)s way is chosen.", "%(n)s ways are chosen.", n) % {"n": n}
    return Sign(n > 0, words)


SIGNS: dict[str, Callable[[Viewer, Program], Sign]] = {
    "team": _team,
    "led_by_two": _led_by_two,
    "voices": _voices,
    "decided": _decided,
    "faculty": _faculty,
    "start_approved": _start_approved,
    "all_approved": _all_approved,
    "families_informed": _families_informed,
    "needs": _needs,
    "preferences": _preferences,
    "peers": _peers,
    "two_ways": _two_ways,
    "practices": _practices,
    "calendar": _calendar,
    "timetables": _timetables,
    "phone": _phone,
    "survey": _survey,
    "kit": _kit,
    "purpose": _purpose,
    "name": _name,
    "settings": _settings,
    "active_team": _active_team,
    "student_ideas": _student_ideas,
    "thanks": _thanks,
    **BELOW,
}

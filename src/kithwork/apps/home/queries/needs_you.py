"""What needs the coordinator now: at most five, the most urgent first, each with why and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import islice

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithwork.apps.care.queries import open_partings
from kithwork.apps.consents.queries import without_permission
from kithwork.apps.events.queries import access_open_soon
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.home.queries.day import DayHead
from kithwork.apps.jobs.queries import failed_jobs_since
from kithwork.apps.people.models import Student
from kithwork.apps.plans.queries import Gap, PlanPage, gaps_on, open_in_plan
from kithwork.apps.runs.peer_week import over_in_week
from kithwork.apps.runs.queries import runs_without_partners
from kithwork.apps.runs.queries.rotation import runs_with_roles_due
from kithwork.apps.runs.wording import period_words
from kithwork.apps.safety.faces import to_talk_with
from kithwork.apps.safety.queries import open_counts
from kithwork.apps.suggestions.queries import needs_you as to_decide

MOST = 5
PLAN_ENDS_SOON_DAYS = 14
FAILED_SHOWN_DAYS = 2


@dataclass(frozen=True, slots=True)
class Ask:
    """The one-tap way to mend it: a form."""

    label: str
    url: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Need:
    """One line of *Needs you*."""

    icon: str
    tone: str
    title: str
    why: str
    ask: Ask | None = None
    links: tuple[tuple[str, str], ...] = ()
    before: time | None = None


def needs_you(viewer: Viewer, head: DayHead, plan: PlanPage) -> list[Need]:
    found = [
        *_safety(viewer),
        *_hard_times(viewer),
        *_partings(viewer),
        *_gaps(viewer, head),
        *_partners(viewer, head),
        *_events(viewer, head),
        *_roles(viewer, head),
        *_suggestions(viewer),
        *_full_weeks(viewer, head),
        *_permissions(viewer),
        *_failed(viewer),
        *_drafts(plan),
        *_set_up(plan),
        *_plan_in_force(head, plan),
    ]
    return found[:MOST]


def _safety(viewer: Viewer) -> Iterator[Need]:
    """A student who said stop, a concern that nobody has settled: before everything else."""
    stops, concerns = open_counts(viewer)
    link = (_("Look at it"), reverse("safety:safety"))
    if stops:
        title = ngettext("%(n)s student said stop", "%(n)s students said stop", stops)
        why = _("Their times together are paused. Please talk with them.")
        yield Need("hand", "warn", title % {"n": stops}, why, links=(link,))
    if concerns:
        title = ngettext("%(n)s concern is open", "%(n)s concerns are open", concerns)
        why = _("Somebody saw or told something. Please read it today.")
        yield Need("flag", "warn", title % {"n": concerns}, why, links=(link,))


def _permissions(viewer: Viewer) -> Iterator[Need]:
    """Who takes part and cannot be planned for, for want of a yes."""
    n = without_permission(viewer)
    if not n:
        return
    title = ngettext(
        "%(n)s student has no permission to take part",
        "%(n)s students have no permission to take part",
        n,
    )
    why = _("Nobody is planned for without the family's yes and their own.")
    link = (_("Look at permissions"), reverse("consents:permissions"))
    yield Need("circle-check", "warn", title % {"n": n}, why, links=(link,))


def _hard_times(viewer: Viewer) -> Iterator[Need]:
    """DR-54: two hard faces in a row. A private talk, and the offer of a change."""
    students = to_talk_with(viewer.school_id or 0)
    if not students:
        return
    title = ngettext(
        "%(n)s student had two hard times in a row",
        "%(n)s students had two hard times in a row",
        len(students),
    )
    why = _("Talk in private. Offer another partner, another time, or a rest.")
    link = (_("Look at it"), reverse("safety:safety"))
    yield Need("message-circle", "warn", title % {"n": len(students)}, why, links=(link,))


def _partings(viewer: Viewer) -> Iterator[Need]:
    """Somebody leaves or would like another partner: whoever stays is told kindly, and both are thanked."""
    lines = open_partings(viewer)
    if not lines:
        return
    n, by = len(lines), date_format(lines[0].parting.replace_by, "l, F j")
    title = ngettext(
        "%(n)s student asked to stop or to change", "%(n)s students asked to stop or to change", n
    )
    why = _("Thank them, tell whoever stays, and find somebody else by %(day)s.") % {"day": by}
    link = (_("Look at it"), reverse("care:peer_care"))
    yield Need("heart-handshake", "info", title % {"n": n}, why, links=(link,))


def _full_weeks(viewer: Viewer, head: DayHead) -> Iterator[Need]:
    """DR-53: peers who are booked for more than may be asked this week. No more is booked; somebody asks them."""
    over = over_in_week(viewer.school_id or 0, head.on)
    if not over:
        return
    peer = Student.objects.get(pk=next(iter(over)))
    week = over[peer.pk]
    about = {"name": peer.called, "booked": week.booked, "cap": week.cap}
    if len(over) == 1:
        title = _("%(name)s is booked for more than they may be asked") % about
    else:
        title = _("%(n)s peers are booked for more than they may be asked") % {"n": len(over)}
    why = _("%(name)s: %(booked)s minutes this week, of %(cap)s. Nothing more is booked.") % about
    link = (_("See %(name)s") % about, reverse("care:peer", args=[peer.pk]))
    yield Need("hand", "warn", title, why, links=(link,))


def _gaps(viewer: Viewer, head: DayHead) -> Iterator[Need]:
    """Gaps of today that are not over yet."""
    if not head.is_open:
        return
    for gap in gaps_on(viewer, head.on):
        if gap.line.ends_at > head.at:
            yield _gap(gap)


def _gap(gap: Gap) -> Need:
    place = gap.line.place
    about = {"name": gap.student.called, "period": period_words(gap.line.label), "place": place}
    if about["period"].casefold() in place.casefold():  # the class says its period itself
        title = _("%(name)s needs a partner for %(place)s") % about
    elif place:
        title = _("%(name)s needs a partner for %(period)s, %(place)s") % about
    else:
        title = _("%(name)s needs a partner for %(period)s") % about
    away = " & ".join(one.called for one in gap.away)
    why = _("%(name)s is away today.") % {"name": away} if away else _("Nobody is there yet.")
    page = reverse("plans:gap", args=[gap.line.pk])
    if not gap.substitutes:
        return Need(
            "user-plus", "warn", title, why + " " + _("Nobody is free then."),
            links=((_("See what you can do"), page),), before=gap.line.starts_at,
        )  # fmt: skip
    first, others = gap.substitutes[0], len(gap.substitutes) - 1
    ask = Ask(
        label=_("Ask %(name)s") % {"name": first.student.called},
        url=reverse("plans:assign_substitute", args=[gap.line.pk]),
        fields={"into": first.student.pk, "out": gap.out.pk if gap.out else ""},
    )
    more = ngettext("See %(n)s more", "See %(n)s more", others) % {"n": others}
    said = f"{why} {first.student.called}: {first.why[:1].lower()}{first.why[1:]}"
    return Need(
        "user-plus", "warn", title, said, ask, ((more, page),) if others else (), gap.line.starts_at
    )


def _partners(viewer: Viewer, head: DayHead) -> Iterator[Need]:
    """A class that meets soon and whose partners are not drawn, or are to change."""
    for run, due in runs_without_partners(viewer, head.on):
        title = f"{run.name}: {due.title[:1].lower()}{due.title[1:]}"
        yield Need("users", "warn", title, due.why, links=((due.label, due.url),))


def _roles(viewer: Viewer, head: DayHead) -> Iterator[Need]:
    """A role held for as long as its practice keeps it: time to swap, so that both give and both receive."""
    for run, due in islice(runs_with_roles_due(viewer, head.on), MOST):
        title = f"{run.name}: {due.title[:1].lower()}{due.title[1:]}"
        yield Need("repeat", "info", title, due.why, links=((due.label, due.url),))


def _suggestions(viewer: Viewer) -> Iterator[Need]:
    """What a rule found in the data of a run: one line for each run, and no student's name on this page."""
    for one in to_decide(viewer, most=MOST):
        yield Need("flag", "info", one.title, one.why, links=((one.label, one.url),))


def _events(viewer: Viewer, head: DayHead) -> Iterator[Need]:
    """An event of the next days for which not every question about access is answered."""
    for line in access_open_soon(viewer, head.on):
        title = _("%(event)s: the access check is open") % {"event": line.event.name}
        why = ngettext(
            "It is on %(day)s. %(n)s question is not answered yet.",
            "It is on %(day)s. %(n)s questions are not answered yet.",
            line.open_access,
        ) % {"day": date_format(line.day.on, "l, F j") if line.day else "", "n": line.open_access}
        link = (_("Answer it"), reverse("events:access", args=[line.event.pk]))
        yield Need("circle-check", "warn", title, why, links=(link,))


def _failed(viewer: Viewer) -> Iterator[Need]:
    since = clock.now() - timedelta(days=FAILED_SHOWN_DAYS)
    for job in failed_jobs_since(viewer, since)[:1]:
        is_plan = job.kind.startswith("plans.")
        title = _("A plan could not be made") if is_plan else _("An import did not finish")
        link = (
            (_("Ask again"), reverse("plans:ask"))
            if is_plan
            else (_("See why"), reverse("jobs:job", args=[job.pk]))
        )
        why = job.why or _("It stopped before it was done. Nothing was changed.")
        yield Need("triangle-alert", "warn", title, why, links=(link,))


def _drafts(plan: PlanPage) -> Iterator[Need]:
    if plan.job:
        yield Need(
            "hourglass", "info", _("A plan is being made"), _("You will see it here when it is ready."),
            links=((_("Watch it"), reverse("plans:matching", args=[plan.job.args["ask_id"]])),),
        )  # fmt: skip
    for ask in plan.asks[:1]:
        count = sum(1 for draft in ask.drafts.all() if draft.status == "open")
        title = ngettext(
            "%(n)s plan is ready to review", "%(n)s plans are ready to review", count
        ) % {"n": count}
        why = _("For %(from)s to %(to)s. Nothing goes out before you publish.") % {
            "from": date_format(ask.starts_on, "F j"),
            "to": date_format(ask.ends_on, "F j"),
        }
        link = (_("Compare and choose"), reverse("plans:compare", args=[ask.pk]))
        yield Need("calendar-days", "ok", title, why, links=(link,))


def _set_up(plan: PlanPage) -> Iterator[Need]:
    """Until there is a plan: the one next step."""
    if plan.in_force or plan.asks or plan.job:
        return
    steps = [
        (plan.students, "users", _("Bring in your roster"), "integrations:import_roster", _("Import"),
         _("Students, classes and timetables come from the file your school has already.")),
        (plan.needs, "heart-handshake", _("Say who would like company, and where"), "needs:needs", _("Needs"),
         _("One line for each student and place: a class, lunch, a free period.")),
        (plan.volunteers, "hand", _("Say who has volunteered"), "peers:peers", _("Peers"),
         _("What they are ready for and how much they can do.")),
        (0, "calendar-days", _("Ask for a plan"), "plans:ask", _("Match"),
         _("Three plans to choose from, in seconds, each with its reasons.")),
    ]  # fmt: skip
    for is_done, icon, title, url_name, label, why in steps:
        if not is_done:
            yield Need(icon, "info", title, why, links=_link(label, url_name))
            return


def _link(label: str, url_name: str) -> tuple[tuple[str, str], ...]:
    try:
        return ((label, reverse(url_name)),)
    except NoReverseMatch:
        return ()


def _plan_in_force(head: DayHead, plan: PlanPage) -> Iterator[Need]:
    draft = plan.in_force
    if draft is None:
        return
    left = (draft.ask.ends_on - head.on).days
    if left <= PLAN_ENDS_SOON_DAYS and not plan.asks and not plan.job:
        title = (
            _("The plan ends on %(date)s") if left >= 0 else _("The plan ended on %(date)s")
        ) % {"date": date_format(draft.ask.ends_on, "F j")}
        why = _("Pairs that go well go on in the next one.")
        link = (_("Ask for a plan"), reverse("plans:ask"))
        yield Need("calendar-days", "info", title, why, links=(link,))
    unmet = open_in_plan(draft)
    if unmet.needs:
        title = ngettext("%(n)s need is open", "%(n)s needs are open", unmet.needs) % {
            "n": unmet.needs
        }
        why = ngettext(
            "%(n)s student waits for a partner. Each need says why, and what would fix it.",
            "%(n)s students wait for a partner. Each need says why, and what would fix it.",
            unmet.students,
        ) % {"n": unmet.students}
        link = (
            _("See why"),
            reverse("plans:review", args=[draft.pk]) + "?view=students&open=1&filtered=1",
        )
        yield Need("flag", "warn", title, why, links=(link,))

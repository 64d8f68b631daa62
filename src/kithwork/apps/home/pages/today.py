"""Today: every role lands here, each on its own page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kithwork.apps.accounts.spoken import spoken_now
from kithwork.apps.consents.queries import is_to_be_asked
from kithwork.apps.courses.queries import mine_page
from kithwork.apps.courses.syllabus import words
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.friendships.queries import asked_to_name
from kithwork.apps.home import queries
from kithwork.apps.plans.queries import plan_page
from kithwork.apps.reflections.queries import asked_now, views_to_give
from kithwork.apps.runs.queries import left_to_log, run_sessions_on, sessions_on
from kithwork.apps.suggestions.queries import needs_you as to_decide
from kithwork.apps.training.queries.tasks import own_tasks

Shown = tuple[str, dict[str, object]]


def coordinator(viewer: Viewer) -> Shown:
    """The day in five seconds, then what needs a person."""
    head, plan = queries.day_head(viewer), plan_page(viewer)
    lines, practices = sessions_on(viewer, head.on), run_sessions_on(viewer, head.on)
    page = {
        "head": head,
        "tiles": queries.ribbon(head, lines, practices),
        "practices": practices,
        "to_log": left_to_log(viewer),
        "needs": queries.needs_you(viewer, head, plan),
        "ahead": queries.coming_up(viewer, head, plan),
        "week": queries.this_week(viewer, head, plan),
        "total": len(lines),
        "logged": sum(line.status in queries.LOGGED for line in lines),
        "together_now": sum(
            line.starts_at <= head.at < line.ends_at and not line.is_gap for line in lines
        ),
    }
    return "home/coordinator.html", page


def staff(viewer: Viewer) -> Shown:
    """Now, next, and whom."""
    head = queries.day_head(viewer)
    page = {
        "head": head,
        "page": queries.staff_page(viewer, head),
        "to_log": left_to_log(viewer),
        "tasks": own_tasks(viewer),
        "to_decide": to_decide(viewer),
    }
    return "home/staff.html", page


def overview(viewer: Viewer) -> Shown:
    """Counts for the planning team."""
    head, plan = queries.day_head(viewer), plan_page(viewer)
    page = {
        "head": head,
        "plan": plan,
        "counts": queries.school_counts(viewer, head, plan),
        "ahead": queries.coming_up(viewer, head, plan),
    }
    return "home/overview.html", page


def principal(viewer: Viewer) -> Shown:
    """Three questions, what needs support, and a student's own words."""
    head, plan = queries.day_head(viewer), plan_page(viewer)
    page = {
        "head": head,
        "plan": plan,
        "sight": queries.today_sight(viewer),
        "counts": queries.school_counts(viewer, head, plan)[:2],
        "ahead": queries.coming_up(viewer, head, plan),
    }
    return "home/principal.html", page


def own(viewer: Viewer) -> Shown:
    """A student's own next time."""
    language = spoken_now()
    page = {
        "page": queries.own_page(viewer),
        "is_to_be_asked": is_to_be_asked(viewer),
        "faces": queries.FACES,
        "tasks": own_tasks(viewer),
        "questions": asked_now(viewer, language),
        "friends": asked_to_name(viewer, language),
        "course": mine_page(viewer, words(language)),
    }
    return "home/own.html", page


def family(viewer: Viewer) -> Shown:
    """The child's week in plain words."""
    return "home/family.html", {"page": queries.own_page(viewer)}


def schools(viewer: Viewer) -> Shown:
    """The schools of a district, without a student's name."""
    return "home/schools.html", {"schools": queries.school_lines(viewer)}


def researcher(viewer: Viewer) -> Shown:
    """What a researcher may have now."""
    return "home/researcher.html", {}


PAGES: dict[Role, Callable[[Viewer], Shown]] = {
    Role.COORDINATOR: coordinator,
    Role.PLANNING_TEAM: overview,
    Role.SCHOOL_ADMINISTRATOR: principal,
    Role.GENERAL_EDUCATOR: staff,
    Role.PARAPROFESSIONAL: staff,
    Role.RELATED_SERVICE_PROVIDER: staff,
    Role.PEER: own,
    Role.FOCUS_STUDENT: own,
    Role.FAMILY: family,
    Role.DISTRICT_ADMINISTRATOR: schools,
    Role.SYSTEM_ADMINISTRATOR: schools,
    Role.RESEARCHER: researcher,
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The first page, for the role the person looks through."""
    template, page = PAGES[request.viewer.role](request.viewer)
    views = views_to_give(request.viewer, (get_language() or "en")[:2])
    return render(request, template, page | {"views": views})

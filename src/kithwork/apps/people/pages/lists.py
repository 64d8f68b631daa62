"""People: students, staff and classes, with filters that live in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.foundation.viewer import SCHOOL_STAFF, Role
from kithwork.apps.people import policies, queries

SORTS = {"name", "first", "grade", "homeroom"}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The students this viewer may see."""
    require(policies.may_open_people(request.viewer))
    filters = _filters(request)
    page = {
        "page": queries.students_page(request.viewer, filters, request.GET.get("page")),
        "grades": queries.grades_of(request.viewer),
        "columns": _columns(filters.sort),
    }
    return _render(request, "people/people.html", "students", filters, page)


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The adults of the school."""
    require(policies.may_open_people(request.viewer))
    filters = _filters(request)
    page = {
        "page": queries.staff_page(request.viewer, filters, request.GET.get("page")),
        "roles": [(role.value, role.label) for role in Role if role in SCHOOL_STAFF],
    }
    return _render(request, "people/staff.html", "staff", filters, page)


@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """The classes this viewer may see: a teacher's own, or the school's."""
    require(policies.may_open_people(request.viewer))
    filters = _filters(request)
    page = {"page": queries.sections_page(request.viewer, filters, request.GET.get("page"))}
    return _render(request, "people/classes.html", "classes", filters, page)


def _render(
    request: HttpRequest, template: str, tab: str, filters: queries.Filters, page: dict
) -> HttpResponse:
    address = request.GET.copy()
    address.pop("page", None)
    page |= {
        "tab": tab,
        "filters": filters,
        "may_edit": policies.may_edit_people(request.viewer),
        "sees_classes": request.viewer.role in policies.SEES_CLASSES,
        "address": address.urlencode(),
    }
    return render(request, template, page)


def _filters(request: HttpRequest) -> queries.Filters:
    given = request.GET
    sort = given.get("sort", "name")
    return queries.Filters(
        q=given.get("q", "")[:80].strip(),
        grade=given.get("grade", "")[:10],
        role=given.get("role", "")[:40],
        team="mine" if given.get("team") == "mine" else "",
        left="1" if given.get("left") == "1" else "",
        sort=sort if sort.lstrip("-") in SORTS else "name",
    )


def _columns(sort: str) -> dict[str, dict[str, str]]:
    """For each column, how it is sorted now and what a press on its head asks for."""
    columns = {}
    for key in SORTS:
        is_up, is_down = sort == key, sort == f"-{key}"
        columns[key] = {
            "aria": "ascending" if is_up else "descending" if is_down else "none",
            "next": f"-{key}" if is_up else key,
        }
    return columns

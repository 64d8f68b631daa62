"""Courses: the list, one cohort at a glance, its units and seminars, who is in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.courses import actions, policies, queries
from kithwork.apps.courses.forms import CameForm, CohortForm, MixForm, SeminarForm, UnitForm
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.people.queries.find import find
from kithwork.apps.reflections.policies import students_to_ask
from kithwork.apps.reflections.queries import members_of_group
from kithwork.apps.schools.queries import school_of
from kithwork.apps.ui.toasts import toast


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Courses this adult sees, and students who are placed with them."""
    require(policies.may_open_courses(request.viewer))
    page = {
        "rows": queries.cohorts_list(request.viewer),
        "here": queries.placements_here(request.viewer),
        "may_make": policies.may_make_cohort(request.viewer),
    }
    return render(request, "courses/courses.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def start_cohort(request: HttpRequest) -> HttpResponse:
    """A course for a term: its teacher, its days, and who is in it."""
    viewer = request.viewer
    require(policies.may_make_cohort(viewer))
    form = CohortForm(request.POST or None, viewer=viewer, school=school_of(viewer))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_cohort(form.frame(), by=viewer)
            if made.section_id:
                people = members_of_group(viewer, f"section:{made.section_id}")
                actions.add_members(made, people, by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The course is set up, with its units and the inventory three times."))
            return redirect("courses:cohort", made.pk)
    return render(request, "courses/start_cohort.html", {"form": form})


@require_safe
def cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """This week, and one row for each student."""
    found = queries.cohort_or_404(request.viewer, cohort_id)
    words = request.GET.get("q", "").strip()[:80]
    page = queries.cohort_page(request.viewer, found)
    there = {row.member.student_id for row in page.rows}
    named = find(request.viewer, words).students if words and page.may_change else []
    context = {
        "page": page,
        "words": words,
        "found": [one for one in named if one.student.pk not in there],
        "mix_form": MixForm(cohort=found),
    }
    return render(request, "courses/cohort.html", context)


@require_POST
def add_member(request: HttpRequest, cohort_id: int) -> HttpResponse:
    found = queries.cohort_or_404(request.viewer, cohort_id)
    require(policies.may_change_members(request.viewer, found))
    number = request.POST.get("student", "")
    key = int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else 0
    people = list(students_to_ask(request.viewer).filter(pk=key))
    try:
        actions.add_members(found, people, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("They are in the course."))
    return redirect("courses:cohort", found.pk)


@require_POST
def leave_course(request: HttpRequest, course_member_id: int) -> HttpResponse:
    member = queries.member_or_404(request.viewer, course_member_id)
    actions.leave_course(member, by=request.viewer)
    toast(request, _("%(name)s is not in the course any more.") % {"name": member.student.called})
    return redirect("courses:cohort", member.cohort_id)


@require_POST
def end_cohort(request: HttpRequest, cohort_id: int) -> HttpResponse:
    found = queries.cohort_or_404(request.viewer, cohort_id)
    actions.end_cohort(found, by=request.viewer)
    toast(request, _("The course is over. Everything written stays until the school year ends."))
    return redirect("courses:cohort", found.pk)


@require_POST
def set_mix(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """What each part of the grade counts."""
    found = queries.cohort_or_404(request.viewer, cohort_id)
    form = MixForm(request.POST, cohort=found)
    try:
        if not form.is_valid():
            raise Problem(_("Give every part a share from 0 to 100."))
        actions.set_mix(found, form.cleaned_data, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("The mix is kept."))
    return redirect("courses:cohort", found.pk)


@require_safe
def units(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Every unit with its week and its tick."""
    found = queries.cohort_or_404(request.viewer, cohort_id)
    page = {
        "cohort": found,
        "rows": queries.unit_rows(found),
        "may_teach": policies.may_teach(request.viewer, found),
    }
    return render(request, "courses/units.html", page)


@require_POST
def set_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = queries.unit_or_404(request.viewer, unit_id)
    form = UnitForm(request.POST)
    if form.is_valid():
        actions.set_unit(unit, **form.cleaned_data, by=request.viewer)
        toast(request, _("Kept."))
    else:
        toast(request, _("Give a day, such as 2026-11-09."))
    return redirect("courses:units", unit.cohort_id)


@require_http_methods(["GET", "HEAD", "POST"])
def seminars(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The weekly meetings, and planning one."""
    found = queries.cohort_or_404(request.viewer, cohort_id)
    form = SeminarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_seminar(found, **form.cleaned_data, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("The seminar is planned."))
            return redirect("courses:seminars", found.pk)
    page = {
        "cohort": found,
        "rows": queries.seminar_rows(found),
        "form": form,
        "may_teach": policies.may_teach(request.viewer, found),
    }
    return render(request, "courses/seminars.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def seminar(request: HttpRequest, seminar_id: int) -> HttpResponse:
    """Its agenda, and who came."""
    found = queries.seminar_or_404(request.viewer, seminar_id)
    require(policies.may_teach(request.viewer, found.cohort))
    members = policies.visible_members(request.viewer).filter(cohort=found.cohort)
    members = members.select_related("student")
    held = {f"came_{one.member_id}": one.is_here for one in found.came.all()}
    form = CameForm(request.POST or None, members=members, initial=held)
    if request.method == "POST" and form.is_valid():
        actions.write_down_who_came(found, form.came(), by=request.viewer)
        toast(request, _("Who came is kept."))
        return redirect("courses:seminars", found.cohort_id)
    return render(request, "courses/seminar.html", {"seminar": found, "form": form})


urls = [
    path("", courses, name="courses"),
    path("start/", start_cohort, name="start_cohort"),
    path("<int:cohort_id>/", cohort, name="cohort"),
    path("<int:cohort_id>/add/", add_member, name="add_member"),
    path("<int:cohort_id>/end/", end_cohort, name="end_cohort"),
    path("<int:cohort_id>/mix/", set_mix, name="set_mix"),
    path("<int:cohort_id>/units/", units, name="units"),
    path("units/<int:unit_id>/", set_unit, name="set_unit"),
    path("<int:cohort_id>/seminars/", seminars, name="seminars"),
    path("seminars/<int:seminar_id>/", seminar, name="seminar"),
    path("members/<int:course_member_id>/leave/", leave_course, name="leave_course"),
]

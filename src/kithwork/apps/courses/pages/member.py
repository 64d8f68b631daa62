"""One student of a course, for who teaches it: placements, days, journal with feedback, unit checks, marks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.courses import actions, policies, queries
from kithwork.apps.courses.forms import EntryForm, MarkForm, PlacementForm, WhyForm, WordsForm
from kithwork.apps.courses.syllabus import words
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast


@require_safe
def member(request: HttpRequest, course_member_id: int) -> HttpResponse:
    """Everything of one student that is the course's."""
    found = queries.member_or_404(request.viewer, course_member_id)
    page = queries.member_page(request.viewer, found)
    context = {"page": page, "why_form": WhyForm(), "words_form": WordsForm()}
    return render(request, "courses/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, course_member_id: int) -> HttpResponse:
    """A new placement."""
    found = queries.member_or_404(request.viewer, course_member_id)
    require(policies.may_teach(request.viewer, found.cohort))
    form = PlacementForm(request.POST or None, viewer=request.viewer, cohort=found.cohort)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.place(found, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Placed until %(on)s.") % {"on": made.ends_on.isoformat()})
            return redirect("courses:member", found.pk)
    return render(request, "courses/place.html", {"form": form, "member": found})


@require_POST
def end_placement(request: HttpRequest, placement_id: int) -> HttpResponse:
    placement = queries.placement_or_404(request.viewer, placement_id)
    _try(
        request,
        lambda: actions.end_placement(placement, request.POST.get("why", ""), by=request.viewer),
        _("The placement has ended."),
    )
    return redirect("courses:member", placement.member_id)


@require_POST
def approve_day(request: HttpRequest, day_id: int) -> HttpResponse:
    """It counts."""
    day = queries.day_or_404(request.viewer, day_id)
    _try(request, lambda: actions.approve_day(day, by=request.viewer), _("Approved. It counts."))
    return redirect(_back(request, day.placement.member_id))


@require_POST
def refuse_day(request: HttpRequest, day_id: int) -> HttpResponse:
    """Not so."""
    day = queries.day_or_404(request.viewer, day_id)
    said = _("Not counted. Tell the student.")
    _try(request, lambda: actions.refuse_day(day, by=request.viewer), said)
    return redirect(_back(request, day.placement.member_id))


@require_POST
def read_idea(request: HttpRequest, placement_idea_id: int) -> HttpResponse:
    idea = queries.idea_or_404(request.viewer, placement_idea_id)
    said = _("The student sees that you read it.")
    _try(request, lambda: actions.read_idea(idea, by=request.viewer), said)
    return redirect("courses:courses")


@require_POST
def give_feedback(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Write to the student about a week."""
    entry = queries.entry_or_404(request.viewer, entry_id)
    said = request.POST.get("words", "")
    _try(
        request,
        lambda: actions.give_feedback(entry, said, by=request.viewer),
        _("The student reads it in their journal."),
    )
    return redirect(f"{reverse('courses:member', args=[entry.member_id])}#journal")


@require_http_methods(["GET", "HEAD", "POST"])
def write_for(request: HttpRequest, course_member_id: int) -> HttpResponse:
    """Write a week down for a student who says, signs or points."""
    found = queries.member_or_404(request.viewer, course_member_id)
    require(policies.may_teach(request.viewer, found.cohort))
    weeks = queries.journal_page(request.viewer, found, words()).weeks
    form = EntryForm(request.POST or None, weeks=weeks)
    if request.method == "POST" and form.is_valid():
        try:
            mode = form.cleaned_data["mode"]
            actions.write_entry_for(found, form.frame(), mode, by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept in their journal."))
            return redirect("courses:member", found.pk)
    page = {"form": form, "member": found, "weeks": weeks, "said": words(), "words": words().own}
    return render(request, "courses/write_for.html", page)


@require_POST
def check_unit(request: HttpRequest, course_member_id: int, unit_id: int) -> HttpResponse:
    found = queries.member_or_404(request.viewer, course_member_id)
    unit = queries.unit_or_404(request.viewer, unit_id)
    is_passed = request.POST.get("passed") == "yes"
    _try(request, lambda: actions.check_unit(found, unit, is_passed, by=request.viewer), _("Kept."))
    return redirect(f"{reverse('courses:member', args=[found.pk])}#units")


@require_POST
def give_mark(request: HttpRequest, course_member_id: int) -> HttpResponse:
    """A mark for a part of the grade; the one before stays on record."""
    found = queries.member_or_404(request.viewer, course_member_id)
    form = MarkForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: actions.give_mark(found, **form.cleaned_data, by=request.viewer),
            _("The mark is kept."),
        )
    else:
        toast(request, _("Give a mark from 0 to 100."))
    return redirect(f"{reverse('courses:member', args=[found.pk])}#marks")


def _try(request: HttpRequest, do, said: str) -> None:
    """Do it and say so, or say what stands in the way."""
    try:
        do()
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, said)


def _back(request: HttpRequest, member_id: int) -> str:
    """To the student's page for who teaches the course, to one's own list for the adult of the placement."""
    if request.POST.get("from") == "list":
        return reverse("courses:courses")
    return reverse("courses:member", args=[member_id])


urls = [
    path("members/<int:course_member_id>/", member, name="member"),
    path("members/<int:course_member_id>/place/", place, name="place"),
    path("members/<int:course_member_id>/journal/", write_for, name="write_for"),
    path("members/<int:course_member_id>/units/<int:unit_id>/", check_unit, name="check_unit"),
    path("members/<int:course_member_id>/mark/", give_mark, name="give_mark"),
    path("placements/<int:placement_id>/end/", end_placement, name="end_placement"),
    path("days/<int:day_id>/approve/", approve_day, name="approve_day"),
    path("days/<int:day_id>/refuse/", refuse_day, name="refuse_day"),
    path("ideas/<int:placement_idea_id>/read/", read_idea, name="read_idea"),
    path("entries/<int:entry_id>/feedback/", give_feedback, name="give_feedback"),
]

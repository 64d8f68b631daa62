"""One student: the page, adding and editing, and leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.people import actions, policies, queries
from kithwork.apps.people.forms import StudentForm, WordsForm
from kithwork.apps.schools.queries import school_of
from kithwork.apps.ui.toasts import toast


@require_safe
def student(request: HttpRequest, student_id: int) -> HttpResponse:
    """What this viewer may know of a student, and the doors to more."""
    require(policies.may_open_people(request.viewer))
    page = queries.student_page(request.viewer, student_id)
    return render(request, "people/student.html", {"page": page, "student": page.student})


@require_http_methods(["GET", "POST"])
def add_student(request: HttpRequest) -> HttpResponse:
    """A student by hand, for whoever the roster does not bring."""
    require(policies.may_open_people(request.viewer))
    require(policies.may_edit_people(request.viewer))
    school = school_of(request.viewer)
    lunches = queries.lunches_of(school, clock.today_for(request.viewer))
    form = StudentForm(request.POST or None, lunches=lunches)
    same = []
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        same = queries.likely_same(school, values["first_name"], values["last_name"])
        if not same or request.POST.get("same_is_fine"):
            made = actions.add_student(school, values, by=request.viewer)
            toast(request, _("%(name)s is added.") % {"name": made.called})
            return redirect("people:student", made.pk)
        form = StudentForm(request.POST, lunches=lunches, asks_if_same=True)
    return render(request, "people/add_student.html", {"form": form, "same": same})


@require_http_methods(["GET", "POST"])
def edit_student(request: HttpRequest, student_id: int) -> HttpResponse:
    """Name, grade, lunch, languages, interests; and for the team, words about disability."""
    require(policies.may_open_people(request.viewer))
    held = queries.student_or_404(request.viewer, student_id)
    may_edit = policies.may_edit_student(request.viewer, held)
    may_tell = policies.may_tell_words(request.viewer, held)
    require(may_edit or may_tell)
    lunches = queries.lunches_of(held.school, clock.today_for(request.viewer))
    start = {name: getattr(held, name) for name in StudentForm.base_fields if hasattr(held, name)}
    form = StudentForm(request.POST or None, lunches=lunches, initial=start) if may_edit else None
    words = None
    if may_tell:
        told = {"disability_words": held.disability_words, "own_words": held.own_words}
        words = WordsForm(request.POST or None, initial=told)
    forms = [each for each in (form, words) if each is not None]
    valid = [each.is_valid() for each in forms]  # each, so that all errors show at once
    if request.method == "POST" and all(valid):
        try:
            _save(request, held, form, words)
        except Problem as problem:
            (words or form).add_error(None, str(problem))
        else:
            return redirect("people:student", held.pk)
    page = {"student": held, "form": form, "words": words}
    return render(request, "people/edit_student.html", page)


def _save(request: HttpRequest, student, form, words) -> None:
    """Words first: when they do not fit, nothing else is kept either."""
    if words is not None and words.has_changed():
        actions.set_disability_words(
            student,
            words.cleaned_data["disability_words"],
            words.cleaned_data["own_words"],
            by=request.viewer,
        )
    text = _("%(name)s is saved.") % {"name": student.called}
    if form is None or not form.has_changed():
        toast(request, text)
        return
    done = actions.change_student(student, dict(form.cleaned_data), by=request.viewer)
    toast(
        request,
        text,
        undo_url=reverse("people:undo_student", args=[student.pk]),
        undo_fields={"token": done.undo_token},
    )


@require_POST
def undo_student(request: HttpRequest, student_id: int) -> HttpResponse:
    """Put a student's fields back as they stood."""
    require(policies.may_open_people(request.viewer))
    held = queries.student_or_404(request.viewer, student_id)
    actions.undo_student(held, request.POST.get("token", ""), by=request.viewer)
    toast(request, _("%(name)s is as before.") % {"name": held.called})
    return redirect("people:student", held.pk)


@require_POST
def close_student(request: HttpRequest, student_id: int) -> HttpResponse:
    """The student left."""
    require(policies.may_open_people(request.viewer))
    held = queries.student_or_404(request.viewer, student_id)
    actions.close_student(held, by=request.viewer)
    toast(
        request,
        _("%(name)s is noted as having left.") % {"name": held.called},
        undo_url=reverse("people:reopen_student", args=[held.pk]),
    )
    return redirect("people:student", held.pk)


@require_POST
def reopen_student(request: HttpRequest, student_id: int) -> HttpResponse:
    """The student is here after all."""
    require(policies.may_open_people(request.viewer))
    held = queries.student_or_404(request.viewer, student_id)
    actions.reopen_student(held, by=request.viewer)
    toast(request, _("%(name)s is here.") % {"name": held.called})
    return redirect("people:student", held.pk)

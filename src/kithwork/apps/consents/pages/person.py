"""One student: what stands, who said what, and writing down an answer."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.consents import actions, policies, queries
from kithwork.apps.consents.forms import AskedForm, OfAgeForm, ScanForm, WriteDownForm
from kithwork.apps.consents.pages.opening import student_to_write
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def person(request: HttpRequest, student_id: int) -> HttpResponse:
    """What stands for each purpose, the ledger, and the links that are out."""
    require(policies.may_open_permissions(request.viewer))
    student = queries.student_or_404(request.viewer, student_id)
    page = queries.person_page(request.viewer, student)
    form = OfAgeForm(initial={"since": clock.today_for(request.viewer)})
    return render(request, "consents/person.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: HttpRequest, student_id: int) -> HttpResponse:
    """What a family said on paper, by phone or in person."""
    student, viewer = student_to_write(request, student_id), request.viewer
    form = WriteDownForm(
        request.POST or None,
        request.FILES or None,
        initial={"said_on": clock.today_for(viewer)},
        guardians=[one for one in queries.guardians_of(student) if not one.is_blocked],
        witnesses=queries.witnesses(viewer),
    )

    def keep() -> None:
        with transaction.atomic():
            rows = actions.write_down(student, form.given(), by=viewer)
            if form.cleaned_data["scan"]:
                actions.keep_scan(rows, form.cleaned_data["scan"].read(), by=viewer)

    if request.method == "POST" and tried(form, keep):
        toast(request, _("Written down."))
        return redirect("consents:person", student.pk)
    return render(request, "consents/write_down.html", {"form": form, "student": student})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_student(request: HttpRequest, student_id: int) -> HttpResponse:
    """What the student said when somebody asked them."""
    viewer = request.viewer
    student = queries.student_or_404(viewer, student_id)
    require(policies.may_ask_student(viewer, student))
    form = AskedForm(request.POST or None, initial={"said_on": clock.today_for(viewer)})

    def keep() -> None:
        data = form.cleaned_data
        actions.write_down_assent(
            student, form.said(), mode=data["mode"], said_on=data["said_on"], by=viewer
        )

    if request.method == "POST" and tried(form, keep):
        toast(request, _("Written down, in the student's own right."))
        if policies.may_open_permissions(viewer):
            return redirect("consents:person", student.pk)
        return redirect("people:student", student.pk)
    return render(request, "consents/ask_student.html", {"form": form, "student": student})


@require_http_methods(["GET", "HEAD", "POST"])
def add_scan(request: HttpRequest, answer_id: int) -> HttpResponse:
    """The paper of a line that was written down before."""
    line = queries.answer_or_404(request.viewer, answer_id)
    require(policies.may_write_down(request.viewer, line.student))
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.keep_scan([line], form.cleaned_data["scan"].read(), by=request.viewer),
    ):
        toast(request, _("The paper is kept with the answer."))
        return redirect("consents:person", line.student_id)
    page = {"form": form, "line": line, "student": line.student}
    return render(request, "consents/add_scan.html", page)


@require_safe
def scan(request: HttpRequest, scan_id: int) -> HttpResponse:
    """The file itself, to keep or to look at; no page of ours shows it inside."""
    found = queries.scan_or_404(request.viewer, scan_id)
    answer = HttpResponse(bytes(found.content), content_type=found.kind)
    ending = found.kind.partition("/")[2].replace("jpeg", "jpg")
    answer["Content-Disposition"] = f'attachment; filename="form-{found.pk}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def take_line_back(request: HttpRequest, answer_id: int) -> HttpResponse:
    line = queries.answer_or_404(request.viewer, answer_id)
    actions.take_line_back(line, by=request.viewer)
    toast(request, _("Crossed out. What stood before counts again."))
    return redirect("consents:person", line.student_id)


@require_POST
def of_age(request: HttpRequest, student_id: int) -> HttpResponse:
    """The student decides alone from a day on, or not after all."""
    student = student_to_write(request, student_id)
    form = OfAgeForm(request.POST)
    if "undo" in request.POST:
        actions.set_of_age(student, since=None, by=request.viewer)
        toast(request, _("The family decides again."))
    elif tried(
        form,
        lambda: actions.set_of_age(student, since=form.cleaned_data["since"], by=request.viewer),
    ):
        toast(request, _("From now on the student's own yes is the permission."))
    else:
        page = queries.person_page(request.viewer, student)
        return render(request, "consents/person.html", {"page": page, "form": form})
    return redirect("consents:person", student.pk)


urls = [
    path("<int:student_id>/", person, name="person"),
    path("<int:student_id>/write-down/", write_down, name="write_down"),
    path("<int:student_id>/ask/", ask_student, name="ask_student"),
    path("<int:student_id>/of-age/", of_age, name="of_age"),
    path("lines/<int:answer_id>/paper/", add_scan, name="add_scan"),
    path("papers/<int:scan_id>/", scan, name="scan"),
    path("lines/<int:answer_id>/cross-out/", take_line_back, name="take_line_back"),
]

"""Everybody's permissions on one list, and what is done for many at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.consents import actions, policies, queries
from kithwork.apps.consents.forms import AskedManyForm, PapersForm, RuleForm
from kithwork.apps.consents.permits import rule_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.schools.queries import school_of
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """One row per student: permission to take part, what is missing, what else is given."""
    require(policies.may_open_permissions(request.viewer))
    page = queries.board_page(
        request.viewer,
        words=request.GET.get("q", "").strip()[:80],
        only=request.GET.get("only", ""),
    )
    return render(request, "consents/permissions.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Write down signed forms of many students, whose names are ticked one by one."""
    viewer = request.viewer
    require(policies.may_set_rule(viewer))
    students = queries.missing(viewer, "family")
    first = {"said_on": clock.today_for(viewer), "purposes": [queries.TAKE_PART]}
    form = PapersForm(request.POST or None, students=students, initial=first)

    def keep() -> None:
        data = form.cleaned_data
        actions.write_down_papers(
            form.chosen(), purposes=data["purposes"], said_on=data["said_on"],
            kept_at=data["kept_at"], until=data["until"], by=viewer,
        )  # fmt: skip

    if request.method == "POST" and tried(form, keep):
        n = len(form.chosen())
        said = ngettext("%(n)s form is written down.", "%(n)s forms are written down.", n)
        toast(request, said % {"n": n})
        return redirect("consents:permissions")
    page = {"form": form, "students": students, "ticked": _ticked(request)}
    return render(request, "consents/papers.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """Write down the yes of many students who were asked."""
    viewer = request.viewer
    require(policies.may_set_rule(viewer))
    students = queries.missing(viewer, "student")
    first = {"said_on": clock.today_for(viewer)}
    form = AskedManyForm(request.POST or None, students=students, initial=first)

    def keep() -> None:
        data = form.cleaned_data
        actions.write_down_assents(
            form.chosen(), purposes=[queries.TAKE_PART], mode=data["mode"],
            said_on=data["said_on"], by=viewer,
        )  # fmt: skip

    if request.method == "POST" and tried(form, keep):
        n = len(form.chosen())
        said = ngettext("%(n)s student said yes.", "%(n)s students said yes.", n)
        toast(request, said % {"n": n})
        return redirect("consents:permissions")
    page = {"form": form, "students": students, "ticked": _ticked(request)}
    return render(request, "consents/asked.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """How the school counts answers."""
    viewer = request.viewer
    require(policies.may_set_rule(viewer))
    school = school_of(viewer)
    now = rule_of(school)
    form = RuleForm(
        request.POST or None,
        initial={"guardians": now.guardians, "asks_student_again": now.asks_student_again},
    )
    if request.method == "POST" and tried(
        form, lambda: actions.set_rule(school, **form.cleaned_data, by=viewer)
    ):
        toast(request, _("From now on answers are counted like this."))
        return redirect("consents:permissions")
    return render(request, "consents/rule.html", {"form": form})


def _ticked(request: HttpRequest) -> set[str]:
    return set(request.POST.getlist("students"))


urls = [
    path("", permissions, name="permissions"),
    path("papers/", papers, name="papers"),
    path("asked/", asked, name="asked"),
    path("rule/", rule, name="rule"),
]

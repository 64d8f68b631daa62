"""Starting a run from a practice: choose it, say with whom, and a draft is there to make ready."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import Refused, require
from kithwork.apps.runs import actions, policies, queries
from kithwork.apps.runs.forms import StartForm
from kithwork.apps.schools.queries import school_of
from kithwork.apps.ui.typed import whole_or_none
from kithwork.playbooks import Playbook


@require_http_methods(["GET", "HEAD", "POST"])
def start_run(request: HttpRequest) -> HttpResponse:
    """Without a practice named: choose one. With it: the class or student, a name, who leads, the days."""
    viewer = request.viewer
    require(policies.may_start_run(viewer))
    key = request.POST.get("practice") or request.GET.get("practice", "")
    if not key:
        page = {
            "practices": queries.practices_to_start(viewer),
            "section": request.GET.get("section", ""),
        }
        return render(request, "runs/choose_practice.html", page)
    playbook = queries.playbook_to_start(viewer, key)
    if playbook is None:
        raise Http404
    form = _form(request, playbook)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.start_run(
                playbook,
                frame=form.as_frame(),
                section=form.cleaned_data.get("section"),
                focus_student=form.cleaned_data.get("focus_student"),
                language=form.cleaned_data.get("language") or "en",
                by=viewer,
            )
        except (Problem, Refused) as said:
            form.add_error(None, str(said))
        else:
            return redirect("runs:run", run.pk)
    return render(request, "runs/start_run.html", {"form": form, "playbook": playbook})


def _form(request: HttpRequest, playbook: Playbook) -> StartForm:
    viewer = request.viewer
    sections = queries.sections_to_start(viewer)
    asked = whole_or_none(request.GET.get("section"))
    section = sections.filter(pk=asked).first() if asked is not None else None
    first, last = queries.first_days(viewer, school_of(viewer))
    staff = queries.staff_to_lead(viewer, section)
    own = staff.filter(user_id=viewer.user_id).first()
    initial = {
        "name": f"{playbook.name}, {section.title}" if section else playbook.name,
        "section": section,
        "facilitator": own if not viewer.is_coordinator else None,
        "starts_on": first,
        "ends_on": last,
        "language": request.GET.get("lang", "en"),
    }
    return StartForm(
        request.POST or None,
        initial=initial,
        playbook=playbook,
        staff=staff,
        sections=sections,
        students=queries.students_to_start(viewer),
        languages=queries.languages_to_start(playbook),
    )


urls = [path("runs/new/", start_run, name="start_run")]

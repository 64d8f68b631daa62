"""The list of events, and the pages that begin one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithwork.apps.events import actions, policies, queries
from kithwork.apps.events.forms import StartForm
from kithwork.apps.events.wording import ICONS, KINDS
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast

BLANK = "blank"


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is planned, what is to be closed, what was held."""
    require(policies.may_open_events(request.viewer))
    page = {
        "page": queries.events_page(request.viewer),
        "may_start": policies.may_start_event(request.viewer),
    }
    return render(request, "events/events.html", page)


@require_safe
def choose_template(request: HttpRequest) -> HttpResponse:
    """Begin from a template, or blank; `lang` shows them in the language they will be copied in."""
    require(policies.may_start_event(request.viewer))
    language, languages = _language(request)
    cards = [(one, KINDS[one.kind], ICONS[one.kind]) for one in queries.templates(language)]
    page = {"cards": cards, "blank": BLANK, "language": language, "languages": languages}
    return render(request, "events/choose_template.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def start_event(request: HttpRequest, event_template: str) -> HttpResponse:
    """What is copied, and the few things only the school can say."""
    viewer = request.viewer
    require(policies.may_start_event(viewer))
    language, languages = _language(request)
    template = queries.template_for(event_template, language)
    if template is None and event_template != BLANK:
        raise Http404
    form = StartForm(
        request.POST or None,
        initial=_initial(viewer, template),
        staff=queries.staff_to_lead(viewer),
        runs=queries.runs_to_choose(viewer),
    )
    if request.method == "POST" and form.is_valid():
        try:
            event = actions.start_event(
                form.frame(), when=form.when(), template=template, language=language, by=viewer
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("It is on the plan. Ask students next."))
            return redirect("events:event", event.pk)
    page = {"form": form, "template": template, "language": language, "languages": languages}
    return render(request, "events/start_event.html", page)


def _language(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    """The language asked for where templates are written in it, and all there are."""
    languages = queries.template_languages_here()
    asked = request.GET.get("lang", "")
    return (asked if asked in dict(languages) else "en"), languages


def _initial(viewer, template) -> dict[str, object]:  # type: ignore[no-untyped-def]
    lead = None if viewer.is_coordinator else queries.own_staff_id(viewer)
    if template is None:
        return {"lead": lead}
    return {
        "name": template.name,
        "kind": template.kind,
        "purpose": template.purpose,
        "is_off_campus": template.is_off_campus,
        "lead": lead,
    }


urls = [
    path("", events, name="events"),
    path("start/", choose_template, name="choose_template"),
    path("start/<slug:event_template>/", start_event, name="start_event"),
]

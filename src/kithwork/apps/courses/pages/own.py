"""A student's own course: this week, the journal, the placement, the portfolio. Phone first."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.courses import actions, policies, queries
from kithwork.apps.courses.forms import EntryForm
from kithwork.apps.courses.syllabus import LANGUAGES, Words, words
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.reflections.queries import asked_now
from kithwork.apps.ui.toasts import toast


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    here = asked or (get_language() or "en")[:2]
    return here if here in LANGUAGES else "en"


def _said(request: HttpRequest) -> tuple[str, Words, dict[str, object]]:
    language = _language(request)
    said = words(language)
    return language, said, {"language": language, "words": said.own, "said": said}


def _member(request: HttpRequest):
    """The student's own place in a course."""
    require(policies.may_be_in_course(request.viewer))
    return policies.own_member(request.viewer)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """This week: the unit, the seminar, the placement, what to write."""
    require(policies.may_be_in_course(request.viewer))
    language, said, page = _said(request)
    page["page"] = queries.mine_page(request.viewer, said)
    page["questions"] = asked_now(request.viewer, language)
    return render(request, "courses/mine.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: HttpRequest) -> HttpResponse:
    """Write a week in words, pictures or a face; read the weeks before and what the teacher wrote."""
    member = _member(request)
    language, said, page = _said(request)
    shown = queries.journal_page(request.viewer, member, said)
    form = EntryForm(request.POST or None, weeks=shown.weeks)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_entry(member, form.frame(), by=request.viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            toast(request, _("Kept."))
            return redirect(f"{request.path}?language={language}")
    return render(request, "courses/journal.html", {**page, "page": shown, "form": form})


@require_POST
def read_feedback(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """The student has read what the teacher wrote."""
    feedback = queries.own_feedback_or_404(_member(request), feedback_id)
    actions.read_feedback(feedback, by=request.viewer)
    toast(request, _("Your teacher sees that you read it."))
    return redirect("courses:journal")


@require_safe
def my_placement(request: HttpRequest) -> HttpResponse:
    """Where I am, my days, and an idea for the adult there."""
    member = _member(request)
    _lang, said, page = _said(request)
    page["page"] = queries.placement_page(request.viewer, member, said)
    return render(request, "courses/my_placement.html", page)


@require_POST
def say_day(request: HttpRequest, placement_id: int) -> HttpResponse:
    """I was there."""
    placement = queries.own_placement_or_404(_member(request), placement_id)
    on, _space, label = request.POST.get("day", "").partition(" ")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    try:
        actions.say_day(placement, day, label, by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("Kept. It counts when an adult has approved it."))
    return redirect("courses:my_placement")


@require_POST
def give_idea(request: HttpRequest, placement_id: int) -> HttpResponse:
    placement = queries.own_placement_or_404(_member(request), placement_id)
    try:
        actions.give_idea(placement, request.POST.get("words", ""), by=request.viewer)
    except Problem as problem:
        toast(request, str(problem))
    else:
        toast(request, _("Sent."))
    return redirect("courses:my_placement")


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """My own page to show and print."""
    member = _member(request)
    language, said, page = _said(request)
    page["page"] = queries.portfolio(request.viewer, member, said, language)
    return render(request, "courses/portfolio.html", page)


@require_POST
def choose_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = queries.own_entry_or_404(_member(request), entry_id)
    actions.choose_entry(entry, by=request.viewer)
    return redirect("courses:portfolio")


@require_POST
def take_entry_out(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = queries.own_entry_or_404(_member(request), entry_id)
    actions.take_entry_out(entry, by=request.viewer)
    return redirect("courses:portfolio")


urls = [
    path("mine/", mine, name="mine"),
    path("mine/journal/", journal, name="journal"),
    path("mine/journal/read/<int:feedback_id>/", read_feedback, name="read_feedback"),
    path("mine/placement/", my_placement, name="my_placement"),
    path("mine/placement/<int:placement_id>/day/", say_day, name="say_day"),
    path("mine/placement/<int:placement_id>/idea/", give_idea, name="give_idea"),
    path("mine/portfolio/", portfolio, name="portfolio"),
    path("mine/portfolio/<int:entry_id>/", choose_entry, name="choose_entry"),
    path("mine/portfolio/<int:entry_id>/out/", take_entry_out, name="take_entry_out"),
]

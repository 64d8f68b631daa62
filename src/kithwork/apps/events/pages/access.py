"""The access check: each question answered with what will be there, who sees to it, and by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithwork.apps.events import actions, policies, queries
from kithwork.apps.events.forms import AnswerForm
from kithwork.apps.events.pages.opening import event_to_change
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast
from kithwork.apps.ui.typed import tried


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, event_id: int) -> HttpResponse:
    """All questions with what was answered. Posting adds a question of one's own."""
    one = event_to_change(request, event_id)
    if request.method == "POST":
        actions.add_access_question(one, name=request.POST.get("asks", ""), by=request.viewer)
        toast(request, _("The question is part of the check."))
        return redirect("events:access", one.pk)
    page = {"event": one, "page": queries.event_page(request.viewer, one)}
    return render(request, "events/access.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, access_question_id: int) -> HttpResponse:
    """One question, one answer."""
    question = queries.question_or_404(request.viewer, access_question_id)
    require(policies.may_change_event(request.viewer, question.event))
    last = question.answers.last()
    initial = {"says": last.says, "who": last.who, "by_on": last.by_on} if last else {}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and tried(
        form, lambda: actions.answer_access(question, **form.cleaned_data, by=request.viewer)
    ):
        following = queries.next_open_question(question.event)
        if following is not None:
            toast(request, _("Kept. Here is the next question."))
            return redirect("events:answer", following.pk)
        toast(request, _("Every question of the access check is answered."))
        return redirect("events:access", question.event_id)
    page = {"event": question.event, "question": question, "form": form, "last": last}
    return render(request, "events/answer.html", page)


@require_POST
def access_done(request: HttpRequest, access_answer_id: int) -> HttpResponse:
    """What was promised is there, or not after all."""
    one = queries.answer_or_404(request.viewer, access_answer_id)
    actions.access_done(one, is_done=request.POST.get("done") == "1", by=request.viewer)
    return redirect("events:access", one.question.event_id)


urls = [
    path("<int:event_id>/access/", access, name="access"),
    path("access/<int:access_question_id>/", answer, name="answer"),
    path("access/answer/<int:access_answer_id>/done/", access_done, name="access_done"),
]

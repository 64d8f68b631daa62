"""The session runner: step, time, words, points; and the board the class sees."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.runs import policies
from kithwork.apps.runs.actions.events import keep_letters
from kithwork.apps.runs.queries import runner as queries

MOST_LETTERS = 200


@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    """The empty runner that a device may keep: it holds nobody's name."""
    return render(request, "runs/runner.html")


@require_safe
def runner(request: HttpRequest, run_session_id: int) -> HttpResponse:
    """The same frame at a session's own address; it asks for the rest itself."""
    session = queries.run_session_or_404(request.viewer, run_session_id)
    require(policies.may_record(request.viewer, session.run))
    return render(request, "runs/runner.html")


@require_safe
def runner_data(request: HttpRequest, run_session_id: int) -> HttpResponse:
    """What the frame shows."""
    session = queries.run_session_or_404(request.viewer, run_session_id)
    require(policies.may_record(request.viewer, session.run))
    return JsonResponse(queries.runner_page(request.viewer, session))


@require_POST
def letters(request: HttpRequest, run_session_id: int) -> HttpResponse:
    """What the device recorded: one answer for each letter, after it is safe."""
    session = queries.run_session_or_404(request.viewer, run_session_id)
    require(policies.may_record(request.viewer, session.run))
    try:
        sent = json.loads(request.body)["letters"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"sentence": "Send an object with letters, a list."}, status=400)
    if not isinstance(sent, list) or len(sent) > MOST_LETTERS:
        said = f"Send letters as a list of at most {MOST_LETTERS}."
        return JsonResponse({"sentence": said}, status=400)
    answers = keep_letters(session, sent, by=request.viewer)
    return JsonResponse({"answers": [one.as_json() for one in answers]})


@require_safe
def board(request: HttpRequest, run_session_id: int) -> HttpResponse:
    """For the class to see: step, time and teams. No name, no points of one pair."""
    session = queries.run_session_or_404(request.viewer, run_session_id)
    require(policies.may_record(request.viewer, session.run))
    return render(request, "runs/board.html", {"session": session})


@require_safe
def board_data(request: HttpRequest, run_session_id: int) -> HttpResponse:
    """What the board shows when it stands on another machine."""
    session = queries.run_session_or_404(request.viewer, run_session_id)
    require(policies.may_record(request.viewer, session.run))
    return JsonResponse(queries.board_page(request.viewer, session))

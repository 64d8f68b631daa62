"""Practice for observers: recordings, scoring one, what came of it, and who is certified."""

from __future__ import annotations

from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies
from kithwork.apps.observations.forms_records import FileForm
from kithwork.apps.observations.forms_training import KeyFileForm, RecordingForm
from kithwork.apps.observations.pages._file import drafted, look_at, reopened, with_draft
from kithwork.apps.observations.practice import key_text, practice_text
from kithwork.apps.observations.queries import bring_in as choices
from kithwork.apps.observations.queries import training as queries
from kithwork.apps.observations.queries.observers import observers_page
from kithwork.apps.observations.queries.record import record_or_404
from kithwork.apps.observations.queries.setup import form_or_404, text_of
from kithwork.apps.observations.shapes import SentPractice
from kithwork.apps.observations.slips import first_slip
from kithwork.apps.schools.queries import limits, school_of
from kithwork.apps.ui.toasts import toast

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """Recordings to practise with, and how far one is with each."""
    require(policies.may_observe(request.viewer))
    page = queries.training_page(request.viewer)
    return render(request, "observations/training.html", {"page": page})


@require_safe
def recording(request: HttpRequest, recording_id: int) -> HttpResponse:
    """One recording: where its video is, what is asked, and what came of each practice."""
    one = queries.recording_or_404(request.viewer, recording_id)
    page = queries.recording_page(request.viewer, one)
    return render(request, "observations/recording.html", {"page": page})


@require_safe
def score(request: HttpRequest, recording_id: int) -> HttpResponse:
    """The pads of the capture page, for a recording: what is tapped here is nobody's observation."""
    one = queries.recording_or_404(request.viewer, recording_id)
    page = {"recording": one, "what": queries.what_to_score(one)}
    return render(request, "observations/score.html", page)


@require_POST
def keep_practice(request: HttpRequest, recording_id: int) -> HttpResponse:
    """A practice from the pads; the answer says where its result is."""
    one = queries.recording_or_404(request.viewer, recording_id)
    try:
        sent = SentPractice.model_validate_json(request.body)
    except ValidationError as wrong:
        return JsonResponse({"sentence": first_slip(wrong)}, status=400)
    try:
        tape = actions.keep_practice(one, letter=sent.letter, text=sent.text, by=request.viewer)
    except Problem as problem:
        return JsonResponse({"sentence": str(problem)}, status=409)
    return JsonResponse({"url": reverse("observations:practice", args=[tape.pk])})


@READ_OR_SEND
def practice_file(request: HttpRequest, recording_id: int) -> HttpResponse:
    """A practice that was scored in another program."""
    viewer = request.viewer
    one = queries.recording_or_404(viewer, recording_id)
    draft = reopened(request)
    if draft is None:
        file = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and file.is_valid():
            draft = drafted(request, file, {})
        if draft is None:
            page = {"form": file, "recording": one}
            return render(request, "observations/practice_file.html", page, status=_status(file))
        with_draft(request, draft)
    look = look_at(
        request, draft, text_of(one.instrument), choices.remembered(viewer, one.instrument)
    )
    if look.match.is_bound and look.match.is_valid():
        found = look.found
        # A file is held against a recording once: trying again is scoring again.
        said = f"kithwork:practice:{viewer.user_id}:{one.pk}:{found.sha256}:{look.one.observation}"
        try:
            taps = actions.tape_text(found, text_of(one.instrument))
            text = practice_text(one.pk, round(look.one.seconds * 1000), taps)
            tape = actions.keep_practice(
                one, letter=uuid5(NAMESPACE_URL, said), text=text, program=found.program, by=viewer
            )
        except Problem as problem:
            look.match.add_error(None, str(problem))
        else:
            return redirect("observations:practice", tape.pk)
    page = _look_page(request, look, keep_word=_("Hold it against the key"))
    return render(request, "observations/look_at_file.html", page, status=_status(look.match))


@require_safe
def practice(request: HttpRequest, tape_id: int) -> HttpResponse:
    """What came of one practice: every index, where the two differ, and what to look at again."""
    tape = queries.tape_or_404(request.viewer, tape_id)
    page = queries.result_page(request.viewer, tape)
    return render(request, "observations/practice.html", {"page": page})


@READ_OR_SEND
def new_recording(request: HttpRequest) -> HttpResponse:
    """A recording to practise with, its key from a record (?record=) or from a file of another program."""
    viewer = request.viewer
    require(policies.may_arrange(viewer))
    asked = request.GET.get("record", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 18:
        return _recording_of_record(request, int(asked))
    draft = reopened(request)
    if draft is not None:
        return _recording_of_file(request, draft)
    form = RecordingForm(request.POST or None, held_to=limits(school_of(viewer)))
    file = KeyFileForm(
        request.POST or None, request.FILES or None, instruments=choices.choices(viewer).instruments
    )
    if request.method == "POST" and all([form.is_valid(), file.is_valid()]):
        more = {**form.cleaned_data, "instrument": file.cleaned_data["instrument"].pk}
        draft = drafted(request, file, more)
        if draft is not None:
            with_draft(request, draft)
            return _recording_of_file(request, draft)
    page = {"form": form, "file": file, "record": None}
    return render(request, "observations/new_recording.html", page, status=_status(form, file))


def _recording_of_record(request: HttpRequest, observation_id: int) -> HttpResponse:
    viewer = request.viewer
    record = record_or_404(viewer, observation_id)
    form = RecordingForm(request.POST or None, held_to=limits(school_of(viewer)))
    if request.method == "POST" and form.is_valid():
        frame = actions.RecordingFrame(
            **form.cleaned_data, instrument=record.instrument, key=queries.key_of(record), made_from=record
        )  # fmt: skip
        try:
            made = actions.make_recording(frame, by=viewer)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            return _made(request, made)
    page = {"form": form, "file": None, "record": record}
    return render(request, "observations/new_recording.html", page, status=_status(form))


def _recording_of_file(request: HttpRequest, draft: Any) -> HttpResponse:
    viewer, more = request.viewer, dict(draft.more)
    instrument = form_or_404(viewer, more.pop("instrument"))
    look = look_at(request, draft, text_of(instrument), choices.remembered(viewer, instrument))
    if look.match.is_bound and look.match.is_valid():
        found = look.found
        try:
            taps = actions.tape_text(found, text_of(instrument))
            frame = actions.RecordingFrame(
                **more, instrument=instrument, program=found.program,
                key=key_text(round(look.one.seconds * 1000), taps),
            )  # fmt: skip
            made = actions.make_recording(frame, by=viewer)
        except Problem as problem:
            look.match.add_error(None, str(problem))
        else:
            return _made(request, made)
    page = _look_page(request, look, keep_word=_("Make it the key"))
    return render(request, "observations/look_at_file.html", page, status=_status(look.match))


def _look_page(request: HttpRequest, look: Any, *, keep_word: str) -> dict[str, Any]:
    return {
        "look": look, "form": look.match, "place": None, "back": request.path,
        "back_word": _("Choose another file"), "keep_word": keep_word,
    }  # fmt: skip


def _made(request: HttpRequest, made: Any) -> HttpResponse:
    toast(request, _("“{title}” can be practised with.").format(title=made.title))
    return cast(HttpResponse, redirect("observations:recording", made.pk))


@require_POST
def retire_recording(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Nobody practises with it any more; certificates stay."""
    one = queries.recording_or_404(request.viewer, recording_id)
    actions.retire_recording(one, by=request.viewer)
    toast(request, _("Not in use any more. Certificates stay."))
    return redirect("observations:training")


@require_safe
def observers(request: HttpRequest) -> HttpResponse:
    """Who is certified for which form, until when; who should practise again."""
    require(policies.may_arrange(request.viewer))
    page = observers_page(request.viewer)
    return render(request, "observations/observers.html", {"page": page})


def _status(*forms: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


urls = [
    path("training/", training, name="training"),
    path("training/new/", new_recording, name="new_recording"),
    path("training/<int:recording_id>/", recording, name="recording"),
    path("training/<int:recording_id>/score/", score, name="score"),
    path("training/<int:recording_id>/keep/", keep_practice, name="keep_practice"),
    path("training/<int:recording_id>/file/", practice_file, name="practice_file"),
    path("training/<int:recording_id>/retire/", retire_recording, name="retire_recording"),
    path("training/practice/<int:tape_id>/", practice, name="practice"),
    path("observers/", observers, name="observers"),
]

"""The doors for devices and other programs, version 1. Each answers in JSON; `openapi` describes them all."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.translation import gettext as _

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.verdict import require
from kithwork.apps.observations import actions, policies, queries
from kithwork.apps.observations.api import BadRequestError, body_of, door
from kithwork.apps.observations.openapi import description
from kithwork.apps.observations.shapes import Batch, DeviceName, Why
from kithwork.apps.ui.outbox import owner_of

# So few are read at once, for whoever just pressed Finish; a heap is left to the engine.
A_FEW = 3
MOST_RECEIPTS = 100


@door("GET")
def day(request: HttpRequest) -> HttpResponse:
    """Today's list for whoever asks, and the key of the browser it says it is."""
    viewer = request.viewer
    require(policies.may_observe(viewer))
    device = _uuid(request.GET.get("device"))
    kept = queries.device_page(viewer, device) if device else None
    more = {"owner": owner_of(viewer), "csrf": get_token(request), "device": kept}
    if kept and kept["is_revoked"]:
        nothing = {"watches": [], "instruments": [], "students": []}
        return JsonResponse(queries.day_list(viewer) | more | nothing)
    return JsonResponse(queries.day_list(viewer) | more)


@door("POST")
def devices(request: HttpRequest) -> HttpResponse:
    """Make a browser known under one's name."""
    told = body_of(request, DeviceName)
    actions.enrol_device(device=told.device, name=told.name, by=request.viewer)
    return JsonResponse(queries.device_page(request.viewer, told.device))


@door("GET", "POST")
def observations(request: HttpRequest) -> HttpResponse:
    """Letters in, one answer for each; or what is held, page by page."""
    if request.method == "GET":
        return JsonResponse(queries.held_page(request.viewer, _after(request)))
    batch = body_of(request, Batch)
    items = [actions.Item(one.id, one.text, one.sha256 or "") for one in batch.items]
    sending = actions.Sending(batch.device, batch.sent_at)
    answers = actions.take_in(items, sending, by=request.viewer)
    stored = [UUID(one.letter) for one in answers if one.answer == "stored"]
    if 0 < len(stored) <= A_FEW:
        actions.read_letters(stored, by=request.viewer)
    return JsonResponse(
        {
            "answers": [one.as_json() for one in answers],
            "server_time": clock.now().isoformat(),
        }
    )


@door("GET")
def receipts(request: HttpRequest) -> HttpResponse:
    """Which of these letters are safe, and since when."""
    asked = [one for one in request.GET.get("ids", "").split(",") if one]
    if len(asked) > MOST_RECEIPTS:
        raise BadRequestError(_("Ask for at most {n} receipts at a time.").format(n=MOST_RECEIPTS))
    letters = [letter for one in asked if (letter := _uuid(one))]
    return JsonResponse({"receipts": queries.receipts(request.viewer, letters)})


@door("DELETE")
def observation(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Take one observation away, with a reason. Its tombstone answers whoever sends it again."""
    found = policies.visible_envelopes(request.viewer).filter(letter=letter, is_first=True).first()
    if found is None:
        raise Http404
    actions.delete_letter(found, why=body_of(request, Why).why, by=request.viewer)
    return JsonResponse({"id": str(letter), "is_deleted": True})


@door("GET")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of these doors."""
    return JsonResponse(description())


def _uuid(said: str | None) -> UUID | None:
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        raise BadRequestError(_("“{said}” is no id.").format(said=said[:40])) from None


def _after(request: HttpRequest) -> int:
    said = request.GET.get("after", "0")
    if not said.isdecimal() or len(said) > 18:
        raise BadRequestError(_("after: give the number that `next` said."))
    return int(said)


urls = [
    path("day", day, name="day"),
    path("devices", devices, name="devices"),
    path("observations", observations, name="observations"),
    path("observations/<uuid:letter>", observation, name="observation"),
    path("receipts", receipts, name="receipts"),
    path("openapi.json", openapi, name="openapi"),
]

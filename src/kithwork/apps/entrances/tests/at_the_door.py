"""A classroom for these tests: a tablet Ines set up, a window she opened, and pictures everybody has."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpResponse
from django.test import Client

from kithwork.apps.entrances import actions, keys
from kithwork.apps.entrances.devices import COOKIE, remember
from kithwork.apps.entrances.models import EnrolledDevice

FOUR = ["sun", "key", "sun", "boat"]
OTHER = ["sun", "key", "sun", "kite"]


def tablet_of(cast, by=None, name="Tablet 3") -> tuple[Client, EnrolledDevice]:
    """A browser that holds the secret of an enrolled device."""
    secret = keys.new_device()
    device = actions.enrol_device(secret, name=name, place="Shelf", by=by or cast.ines)
    answer, client = HttpResponse(), Client()
    remember(answer, secret)
    client.cookies[COOKIE] = answer.cookies[COOKIE].value
    return client, device


def classroom(cast) -> SimpleNamespace:
    """Art class at Maple Street: Lena has no part in the program once her offer is gone."""
    cast.lena_volunteer.delete()
    client, device = tablet_of(cast)
    window = actions.open_window(cast.art, by=cast.ines)
    actions.show_class_on(device, window, by=cast.ines)
    for student in (cast.ada, cast.ben, cast.lena):
        actions.set_pictures(student, FOUR, by=cast.ines)
    return SimpleNamespace(client=client, device=device, window=window)


def press(client: Client, student, pictures=FOUR) -> HttpResponse:
    """The last press of four."""
    return client.post(
        f"/enter/{student.pk}/",
        {"so_far": " ".join(pictures[:-1]), "picture": pictures[-1]},
    )


def said(answer: HttpResponse) -> str:
    """The sentence in the summary of an answer; none when there is no summary."""
    text = answer.content.decode()
    start = text.find("data-focus-me><h2>")
    return text[start:].split("<h2>")[1].split("</h2>")[0] if start > 0 else ""

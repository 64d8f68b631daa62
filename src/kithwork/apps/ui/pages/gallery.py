"""Every component with an example, for those who build pages and those who check them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import YES, no, require


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to show in the gallery."""

    pk: int
    called: str
    initials: str
    avatar_tint: int
    avatar_shape: int


PEOPLE = [
    Person(1, "Maya", "MT", 1, 1),
    Person(2, "Priya", "PS", 5, 2),
    Person(3, "Luis", "LG", 2, 4),
    Person(4, "Wren", "WD", 3, 6),
]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The components, as they look in this theme and size."""
    is_staff = request.viewer.is_school_staff
    require(YES if is_staff else no("The gallery is for the school's staff."))
    maya, priya, luis, wren = PEOPLE
    page = {
        "maya": maya,
        "priya": priya,
        "luis": luis,
        "wren": wren,
        "tints": range(1, 9),
        "people": PEOPLE,
    }
    return render(request, "ui/gallery.html", page)

"""Find: a page of its own, the fragment the dialog asks for while a person types; and whose names to hide."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithwork.apps.foundation.verdict import require
from kithwork.apps.people import policies, queries
from kithwork.apps.ui.navigation import items_for, under_the_name


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """People, classes and screens whose names hold the words."""
    require(policies.may_open_people(request.viewer))
    words = request.GET.get("q", "")[:80].strip()
    role = request.viewer.role
    doors = [*items_for(role, request.path), *under_the_name(role, request.path)]
    page = {
        "words": words,
        "found": queries.find(request.viewer, words),
        "screens": [door for door in doors if queries.matches(words, str(door["label"]))],
    }
    template = "people/_found.html" if request.GET.get("part") else "people/find.html"
    return render(request, template, page)


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """First and last names on this person's pages, for *Hide names* to take off a screen others can see."""
    require(policies.may_open_people(request.viewer))
    return JsonResponse({"names": queries.names_to_hide(request.viewer)})

"""The keys of a class: badges and pictures, printed for everybody at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithwork.apps.consents.links import code_of
from kithwork.apps.entrances import actions, policies, queries
from kithwork.apps.entrances.keys import PICTURES
from kithwork.apps.entrances.limits import limit
from kithwork.apps.entrances.pages.so_far import so_far_of
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast


@require_safe
def class_keys(request: HttpRequest, section_id: int) -> HttpResponse:
    """Who has a badge and pictures."""
    section = queries.section_or_404(request.viewer, section_id)
    page = {"section": section, "rows": queries.class_rows(request.viewer, section)}
    return render(request, "entrances/class_keys.html", page)


@require_POST
def print_badges(request: HttpRequest, section_id: int) -> HttpResponse:
    """New badges for everybody, on paper at once: the codes are said this once."""
    section = queries.section_or_404(request.viewer, section_id)
    door = request.build_absolute_uri(reverse("entrances:badge"))
    made = actions.give_badges(section, by=request.viewer)
    names = _names(made)
    badges = [(names[one.student.pk], code_of(f"{door}#{one.secret}")) for one in made]
    return render(request, "entrances/badges.html", {"section": section, "badges": badges})


@require_POST
def print_pictures(request: HttpRequest, section_id: int) -> HttpResponse:
    """New pictures for everybody, drawn by lot, on paper at once."""
    section = queries.section_or_404(request.viewer, section_id)
    made = actions.give_pictures(section, by=request.viewer)
    names = _names(made)
    cards = [
        (names[one.student.pk], [(key, PICTURES[key]) for key in one.pictures]) for one in made
    ]
    return render(request, "entrances/picture_cards.html", {"section": section, "cards": cards})


def _names(made: list[actions.NewKey]) -> dict[int, str]:
    return queries.first_names([one.student for one in made])


@require_POST
def revoke_badge(request: HttpRequest, section_id: int, student_id: int) -> HttpResponse:
    section = queries.section_or_404(request.viewer, section_id)
    student = queries.student_or_404(request.viewer, section, student_id)
    actions.revoke_badge(student, by=request.viewer)
    toast(request, _("That badge opens nothing now."))
    return redirect("entrances:class_keys", section.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, section_id: int, student_id: int) -> HttpResponse:
    """Four pictures a student chooses, set with an adult beside them."""
    section = queries.section_or_404(request.viewer, section_id)
    student = queries.student_or_404(request.viewer, section, student_id)
    require(policies.may_give_keys(request.viewer, student))
    so_far = so_far_of(request)
    if len(so_far) == limit("pictures_chosen"):
        actions.set_pictures(student, so_far, by=request.viewer)
        toast(request, _("Kept. Say the four pictures once more together."))
        return redirect("entrances:class_keys", section.pk)
    page = {
        "section": section,
        "student": student,
        "pad": queries.pad_for(student.pk, so_far, limit("pictures_chosen")),
    }
    return render(request, "entrances/pictures.html", page)


urls = [
    path("classes/<int:section_id>/", class_keys, name="class_keys"),
    path("classes/<int:section_id>/badges/", print_badges, name="print_badges"),
    path("classes/<int:section_id>/pictures/", print_pictures, name="print_pictures"),
    path(
        "classes/<int:section_id>/students/<int:student_id>/badge/revoke/",
        revoke_badge,
        name="revoke_badge",
    ),
    path("classes/<int:section_id>/students/<int:student_id>/pictures/", pictures, name="pictures"),
]

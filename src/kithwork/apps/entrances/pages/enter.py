"""Where students sign in: the class, a name, four pictures; or a badge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kithwork.apps.accounts.middleware import public
from kithwork.apps.entrances import actions, queries, words
from kithwork.apps.entrances.devices import device_of, spot_of
from kithwork.apps.entrances.limits import limit
from kithwork.apps.entrances.pages.so_far import so_far_of
from kithwork.apps.entrances.session import begin
from kithwork.apps.foundation.problem import Problem

# A page about children is kept by no browser, and this camera is for badges alone.
KEPT_NOWHERE = {"Cache-Control": "no-store"}
WITH_CAMERA = KEPT_NOWHERE | {"Permissions-Policy": "camera=(self), microphone=(), geolocation=()"}


def _shown(request: HttpRequest, template: str, page: dict, headers=KEPT_NOWHERE) -> HttpResponse:
    response = render(request, template, page)
    for name, value in headers.items():
        response.headers[name] = value
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The names of the class, once its code was given; before, the place for the code."""
    device = device_of(request)
    if device is None:
        return _shown(request, "entrances/not_set_up.html", {})
    said = ""
    if request.method == "POST":
        by = actions.at_the_door(device.school)
        typed = request.POST.get("code", "")
        try:
            came = actions.try_code(typed, spot=spot_of(request, device), by=by)
        except Problem as problem:
            said = str(problem)
        else:
            if came.is_right:
                return redirect("entrances:enter")
            said = str(words.NO_CLASS)
    window = queries.window_shown_on(device)
    if window is None or said:
        return _shown(request, "entrances/code.html", {"said": said})
    if window.section_id is None:
        return redirect("entrances:badge")
    return _shown(request, "entrances/names.html", {"names": queries.names_of_class(window)})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, student_id: int) -> HttpResponse:
    """Four pictures of one name. Right or wrong, the answer says nothing about whose it is."""
    device = device_of(request)
    window = queries.window_shown_on(device) if device else None
    if device is None or window is None:
        raise Http404
    name = queries.name_or_404(window, student_id)
    so_far, said = so_far_of(request), ""
    if len(so_far) == limit("pictures_chosen"):
        student, by = queries.student_at_the_door(window, name), actions.at_the_door(device.school)
        try:
            came = actions.try_pictures(student, so_far, spot=spot_of(request, device), by=by)
        except Problem as problem:
            said = str(problem)
        else:
            if came.is_right:
                begin(request, actions.open_account(student, by=by), came)
                return redirect("/")
            said = str(words.WRONG)
        so_far = []
    pad = queries.pad_for(name.pk, so_far, limit("pictures_chosen"))
    page = {"name": name, "pad": pad, "said": said, "is_demo": device.school.is_demo}
    return _shown(request, "entrances/pick.html", page)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def badge(request: HttpRequest) -> HttpResponse:
    """A badge before the camera. Its secret comes after the #, which no server and no log is sent."""
    device = device_of(request)
    if device is None:
        return _shown(request, "entrances/not_set_up.html", {})
    said = ""
    if request.method == "POST":
        by = actions.at_the_door(device.school)
        try:
            came = actions.try_badge(
                request.POST.get("badge", ""), spot=spot_of(request, device), by=by
            )
        except Problem as problem:
            said = str(problem)
        else:
            if came.is_right:
                begin(request, actions.open_account(came.student, by=by), came)
                return redirect("/")
            said = str(words.WRONG)
    window = queries.window_shown_on(device)
    # Those of one time together have badges alone: there is no list to find a name on.
    is_for_pair = window is not None and window.section_id is None
    page = {"said": said, "is_for_pair": is_for_pair}
    return _shown(request, "entrances/badge.html", page, WITH_CAMERA)

"""Sign-in for students: windows, who tried, and handing a device over."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.consents.links import code_of
from kithwork.apps.entrances import actions, policies, queries
from kithwork.apps.entrances.devices import device_of, spot_of
from kithwork.apps.entrances.forms import DeviceForm
from kithwork.apps.entrances.session import begin
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast


@require_safe
def windows(request: HttpRequest) -> HttpResponse:
    """This device, what is open, and the classes one may open it for."""
    require(policies.may_open_windows(request.viewer))
    words = request.GET.get("q", "")
    page = {
        "page": queries.windows_page(request.viewer, device_of(request), words),
        "most": queries.MOST_CLASSES,
        "words": words,
        "form": DeviceForm(),
    }
    return render(request, "entrances/windows.html", page)


@require_POST
def open_window(request: HttpRequest, section_id: int) -> HttpResponse:
    section = queries.section_or_404(request.viewer, section_id)
    window = actions.open_window(section, by=request.viewer)
    return redirect("entrances:window", window.pk)


@require_POST
def open_window_for_time(request: HttpRequest, session_id: int) -> HttpResponse:
    """For those of one time together, on its day."""
    session = queries.time_or_404(request.viewer, session_id)
    window = actions.open_window_for_time(session, by=request.viewer)
    return redirect("entrances:window", window.pk)


@require_safe
def window(request: HttpRequest, window_id: int) -> HttpResponse:
    """The code, who came in, and how often somebody tried."""
    one = queries.window_or_404(request.viewer, window_id)
    device = device_of(request)
    page = {
        "window": one,
        "is_open": queries.is_open(one),
        "rows": queries.window_rows(request.viewer, one),
        "device": device if device and device.school_id == one.school_id else None,
    }
    return render(request, "entrances/window.html", page)


@require_safe
def board(request: HttpRequest, window_id: int) -> HttpResponse:
    """What may be shown to a class: the way in, and nobody's name."""
    one = queries.window_or_404(request.viewer, window_id)
    link = request.build_absolute_uri(reverse("entrances:enter"))
    page = {
        "window": one,
        "is_open": queries.is_open(one),
        "link": link,
        "code": code_of(f"{link}#{one.code}"),
    }
    return render(request, "entrances/board.html", page)


@require_POST
def close_window(request: HttpRequest, window_id: int) -> HttpResponse:
    one = queries.window_or_404(request.viewer, window_id)
    actions.close_window(one, by=request.viewer)
    toast(request, _("Closed. Whoever was signed in is signed out."))
    return redirect("entrances:windows")


@require_POST
def hand_over(request: HttpRequest, window_id: int) -> HttpResponse:
    """Show the class on this device and sign the adult out of it, in one tap."""
    one = queries.window_or_404(request.viewer, window_id)
    device = device_of(request)
    if device is None:
        raise Problem(_("Set this device up first. Then hand it over."))
    actions.show_class_on(device, one, by=request.viewer)
    logout(request)
    return redirect("entrances:enter")


@require_POST
def assist(request: HttpRequest, window_id: int, student_id: int) -> HttpResponse:
    """Sign a student in who cannot do it another way; what they write is marked as assisted."""
    one = queries.window_or_404(request.viewer, window_id)
    student = queries.invited_or_404(request.viewer, one, student_id)
    device = device_of(request)
    if device is None:
        raise Problem(_("Set this device up first. Then sign a student in on it."))
    adult = request.viewer
    came = actions.assist(one, student, spot=spot_of(request, device), by=adult)
    user = actions.open_account(student, by=adult)
    begin(request, user, came, assisted_by=adult.user_id)
    return redirect("/")


urls = [
    path("", windows, name="windows"),
    path("classes/<int:section_id>/open/", open_window, name="open_window"),
    path("times/<int:session_id>/open/", open_window_for_time, name="open_window_for_time"),
    path("windows/<int:window_id>/", window, name="window"),
    path("windows/<int:window_id>/board/", board, name="board"),
    path("windows/<int:window_id>/close/", close_window, name="close_window"),
    path("windows/<int:window_id>/hand-over/", hand_over, name="hand_over"),
    path("windows/<int:window_id>/students/<int:student_id>/", assist, name="assist"),
]

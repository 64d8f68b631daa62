"""Devices students sign in on: set up here, and taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.entrances import actions, keys, policies, queries
from kithwork.apps.entrances.devices import device_of, remember
from kithwork.apps.entrances.forms import DeviceForm
from kithwork.apps.foundation.verdict import require
from kithwork.apps.ui.toasts import toast


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Every device, where it is, and when it was last used."""
    require(policies.may_open_windows(request.viewer))
    here = device_of(request)
    page = {"devices": queries.devices(request.viewer), "here": here.pk if here else None}
    return render(request, "entrances/devices.html", page)


@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up the browser this is sent from."""
    require(policies.may_open_windows(request.viewer))
    form = DeviceForm(request.POST)
    if not form.is_valid():
        page = queries.windows_page(request.viewer, device_of(request))
        shown = {"page": page, "form": form, "most": queries.MOST_CLASSES, "words": ""}
        return render(request, "entrances/windows.html", shown)
    secret = keys.new_device()
    actions.enrol_device(secret, **form.cleaned_data, by=request.viewer)
    toast(request, _("This device is set up. Students can sign in on it in an open window."))
    response = redirect("entrances:windows")
    remember(response, secret)
    return response


@require_POST
def revoke(request: HttpRequest, tablet_id: int) -> HttpResponse:
    device = queries.device_or_404(request.viewer, tablet_id)
    actions.revoke_device(device, by=request.viewer)
    toast(request, _("Taken away. No student signs in there now."))
    return redirect("entrances:devices")


urls = [
    path("devices/", devices, name="devices"),
    path("devices/enrol/", enrol, name="enrol"),
    path("devices/<int:tablet_id>/revoke/", revoke, name="revoke_device"),
]

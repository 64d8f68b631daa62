"""Before something private leaves, whoever is at the screen says again who they are."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def first_sign_in_again(request: HttpRequest) -> HttpResponse | None:
    """The way to the password and back to this page; None for who gave it a short while ago, or has none to give."""
    if not is_reauthentication_required(request, app=""):
        return None
    return redirect(
        f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
    )

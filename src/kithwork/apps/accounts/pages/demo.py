"""Choose who to be, in the demo school only."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kithwork.apps.accounts import queries, sessions
from kithwork.apps.accounts.middleware import SESSION_KEY, public


@public
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Pick a made-up person and look through their eyes."""
    if not queries.demo_is_open():
        raise Http404
    places = queries.demo_places()
    if request.method == "POST":
        chosen = next(
            (
                row
                for place in places
                for row in place.everybody
                if str(row.pk) == request.POST.get("person")
            ),
            None,
        )
        if chosen is None:
            raise Http404
        login(request, chosen.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        request.session[SESSION_KEY] = chosen.pk
        return redirect("accounts:unsent" if sessions.unsent_of(request) else "/")
    return render(request, "accounts/demo.html", {"places": places})

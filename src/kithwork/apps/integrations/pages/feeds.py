"""A private calendar feed: make it, stop it, and what a calendar fetches."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from kithwork.apps.accounts.middleware import public
from kithwork.apps.foundation.verdict import require
from kithwork.apps.integrations.calendar_ics import actions, queries
from kithwork.apps.integrations.calendar_ics.write import calendar_text

FETCHES_AN_HOUR = 60


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Your times in your own calendar: the address is shown once, right after it is made."""
    require(actions.may_have_feed(request.viewer))
    secret = request.session.pop("feed_secret", None)
    address = (
        request.build_absolute_uri(reverse("integrations:feed", args=[secret])) if secret else ""
    )
    page = {"feed": queries.feed_of(request.viewer), "address": address}
    return render(request, "integrations/feeds.html", page)


@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address; the old one stops working."""
    feed = actions.make_feed(by=request.viewer)
    request.session["feed_secret"] = feed.secret
    return redirect("integrations:feeds")


@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """Stop the feed."""
    actions.revoke_feed(by=request.viewer)
    return redirect("integrations:feeds")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar fetches: whoever holds the address may read these times, and no name."""
    found = queries.open_feed(secret)
    if found is None:
        raise Http404
    row, viewer = found
    if _too_often(row.pk):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    host = request.get_host().split(":")[0]
    text = calendar_text(
        queries.feed_events(viewer, host=host),
        product=settings.KITHWORK_PRODUCT_NAME,
        zone=viewer.timezone,
        link=request.build_absolute_uri("/"),
    )
    actions.mark_used(row)
    return _answer(request, text)


def _answer(request: HttpRequest, text: bytes) -> HttpResponse:
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _too_often(feed_id: int) -> bool:
    """A calendar asks a few times a day. One that asks each minute is broken, or not a calendar."""
    key = f"feed-fetches:{feed_id}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > FETCHES_AN_HOUR


urls = [
    path("feeds/", feeds, name="feeds"),
    path("feeds/make/", make_feed, name="make_feed"),
    path("feeds/stop/", revoke_feed, name="revoke_feed"),
    path("feeds/<str:secret>.ics", feed, name="feed"),
]

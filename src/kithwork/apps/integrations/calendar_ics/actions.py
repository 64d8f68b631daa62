"""Making and revoking a calendar feed."""

from __future__ import annotations

import secrets
from hashlib import sha256

from kithwork.apps.foundation import clock
from kithwork.apps.foundation.problem import Problem
from kithwork.apps.foundation.verdict import YES, Verdict, no, require
from kithwork.apps.foundation.viewer import Role, Viewer
from kithwork.apps.integrations.models import CalendarFeed
from kithwork.apps.schools.models import SchoolYear
from kithwork.apps.trail.actions import action

# Adults who keep a school day in their pocket. Students and families get none by default.
FEED_ROLES = frozenset(
    {
        Role.COORDINATOR,
        Role.GENERAL_EDUCATOR,
        Role.PARAPROFESSIONAL,
        Role.RELATED_SERVICE_PROVIDER,
        Role.SCHOOL_ADMINISTRATOR,
    }
)


def may_have_feed(viewer: Viewer) -> Verdict:
    if viewer.role in FEED_ROLES and viewer.school_id is not None:
        return YES
    return no("Calendar feeds are for the school's staff. Your times are on your own page.")


@action("feed.make")
def make_feed(*, by: Viewer) -> CalendarFeed:
    """Make this person's feed for the role they look through; an older one stops working.

    The address is in ``feed.secret``, this once: only its hash is kept.
    Raises Problem when the school has no year to end the feed with.
    """
    require(may_have_feed(by))
    today = clock.today_for(by)
    year = SchoolYear.objects.filter(school_id=by.school_id, ends_on__gte=today).first()
    if year is None:
        raise Problem("The school year is over. Set up the next year first, under School.")
    _revoke(by)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        user_id=by.user_id,
        membership_id=by.membership_id,
        school_id=by.school_id,
        secret_hash=hash_of(secret),
        expires_on=year.ends_on,
    )
    feed.secret = secret
    return feed


@action("feed.revoke")
def revoke_feed(*, by: Viewer) -> None:
    """Stop this person's feed at once. Calendars that hold its address show nothing new."""
    require(may_have_feed(by))
    _revoke(by)


def _revoke(by: Viewer) -> None:
    open_feeds = CalendarFeed.objects.filter(
        user_id=by.user_id, membership_id=by.membership_id, revoked_at__isnull=True
    )
    open_feeds.update(revoked_at=clock.now())


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def mark_used(feed: CalendarFeed) -> None:
    """Remember when a calendar last asked: shown to the owner, and no change to anything."""
    CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=clock.now())

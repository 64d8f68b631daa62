"""What a feed holds: the periods in which its owner has sessions to think of."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from kithwork.apps.accounts.models import User
from kithwork.apps.accounts.queries import memberships_of, viewer_of
from kithwork.apps.foundation import clock
from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.integrations.calendar_ics.actions import hash_of, may_have_feed
from kithwork.apps.integrations.calendar_ics.write import FeedEvent
from kithwork.apps.integrations.models import CalendarFeed
from kithwork.apps.runs.models import Session
from kithwork.apps.runs.policies import visible_sessions

# A cancelled meeting is said for this long, so that calendars take it away.
SAY_CANCELLED_FOR = timedelta(days=30)
LOOK_BACK = timedelta(days=14)


def feed_of(viewer: Viewer) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(
        user_id=viewer.user_id, membership_id=viewer.membership_id, revoked_at__isnull=True
    ).first()


def open_feed(secret: str) -> tuple[CalendarFeed, Viewer] | None:
    """The feed behind a secret, and the person as they may see today; None once either is over."""
    feed = CalendarFeed.objects.filter(secret_hash=hash_of(secret), revoked_at__isnull=True).first()
    if feed is None:
        return None
    user = User.objects.filter(pk=feed.user_id, is_active=True).first()
    held = user and memberships_of(user).filter(pk=feed.membership_id).first()
    if user is None or held is None:
        return None
    viewer = viewer_of(held, user)
    if clock.today_for(viewer) > feed.expires_on or not may_have_feed(viewer):
        return None
    return feed, viewer


def feed_events(viewer: Viewer, *, host: str) -> list[FeedEvent]:
    """One event for each date and period with a session this viewer may see."""
    today = clock.today_for(viewer)
    said_until = clock.now() - SAY_CANCELLED_FOR
    rows = (
        visible_sessions(viewer).filter(on__gte=today - LOOK_BACK).order_by("on", "starts_at", "pk")
    )
    periods: dict[tuple, list[Session]] = defaultdict(list)
    for session in rows:
        periods[session.on, session.label].append(session)
    events = []
    for (on, label), sessions in periods.items():
        live = [row for row in sessions if row.status != Session.Status.CANCELLED]
        changed_at = max(row.changed_at for row in sessions)
        if not live and changed_at < said_until:
            continue
        first = (live or sessions)[0]
        events.append(
            FeedEvent(
                # Date, period and role: it stays the same whoever takes part.
                uid=f"{on:%Y%m%d}-{label.encode().hex()}-{viewer.membership_id}@{host}",
                on=on,
                label=label,
                starts_at=first.starts_at,
                ends_at=first.ends_at,
                sequence=sum(row.feed_sequence for row in sessions) + len(sessions) - len(live),
                changed_at=changed_at.replace(microsecond=0),
                is_cancelled=not live,
            )
        )
    return events

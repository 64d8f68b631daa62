"""What was tried is erased after a month: it served the adult in the room, not a record."""

from datetime import timedelta

from kithwork.apps.entrances.limits import limit
from kithwork.apps.entrances.models import Try
from kithwork.apps.foundation import clock


def forget_tries() -> int:
    """Erase tries older than the limit says. Safe to run twice."""
    before = clock.now() - timedelta(days=limit("keep_tries_days"))
    gone, _tables = Try.objects.filter(at__lt=before).delete()
    return gone

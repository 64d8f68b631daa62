"""What is held of letters: receipts for whoever sent them, and a read-only export page by page."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kithwork.apps.foundation.viewer import Viewer
from kithwork.apps.observations.models import Envelope
from kithwork.apps.observations.policies import visible_envelopes

A_PAGE = 200


def receipts(viewer: Viewer, letters: Sequence[UUID]) -> list[dict[str, object]]:
    """That these letters of one's own are safe; one that is not is not in the answer."""
    own = visible_envelopes(viewer).filter(letter__in=letters, is_first=True, by_id=viewer.user_id)
    return [
        {
            "id": str(one.letter),
            "sha256": one.sha256,
            "received_at": one.received_at.isoformat(),
            "status": one.status,
        }
        for one in own.defer("text")
    ]


def held_page(viewer: Viewer, after: int) -> dict[str, object]:
    """Letters this viewer may read, in the order they arrived, byte for byte."""
    rows = list(visible_envelopes(viewer).filter(pk__gt=after).order_by("pk")[:A_PAGE])
    return {
        "items": [
            {
                "id": str(one.letter),
                "sha256": one.sha256,
                "text": one.text,
                "received_at": one.received_at.isoformat(),
                "by": one.by_id,
                "is_first": one.is_first,
                "is_deleted": one.status == Envelope.Status.DELETED,
            }
            for one in rows
        ],
        "next": rows[-1].pk if len(rows) == A_PAGE else None,
    }

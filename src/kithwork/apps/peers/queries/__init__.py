"""Reads of the peers room: for its pages, and for plans."""

from kithwork.apps.peers.queries.for_import import Offers, offers_of
from kithwork.apps.peers.queries.for_plan import (
    PlanVolunteer,
    ready_without_mastery,
    volunteers_for_plan,
    who_offered,
)
from kithwork.apps.peers.queries.peers_page import (
    PeerRow,
    PeersPage,
    RoleRow,
    VolunteerPage,
    classes_of,
    limits_of,
    peer_wish_or_404,
    peers_page,
    protected_ids,
    protected_rows,
    role_rows,
    sections_by_id,
    volunteer_or_404,
    volunteer_page,
)

__all__ = [
    "Offers",
    "PeerRow",
    "PeersPage",
    "PlanVolunteer",
    "RoleRow",
    "VolunteerPage",
    "classes_of",
    "limits_of",
    "offers_of",
    "peer_wish_or_404",
    "peers_page",
    "protected_ids",
    "protected_rows",
    "ready_without_mastery",
    "role_rows",
    "sections_by_id",
    "volunteer_or_404",
    "volunteer_page",
    "volunteers_for_plan",
    "who_offered",
]

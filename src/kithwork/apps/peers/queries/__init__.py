"""Reads of the peers room: for its pages, and for plans."""

from kithwork.apps.peers.queries.for_plan import PlanVolunteer, volunteers_for_plan

__all__ = ["PlanVolunteer", "volunteers_for_plan"]

"""Reads of the observations room, each shaped for a page or a door."""

from kithwork.apps.observations.queries.day import day_list, device_page
from kithwork.apps.observations.queries.held import held_page, receipts

__all__ = ["day_list", "device_page", "held_page", "receipts"]

"""Writes of the observations room: one verb per function, by a person, with one line on the trail."""

from kithwork.apps.observations.actions.delete import delete_letter
from kithwork.apps.observations.actions.device import enrol_device, revoke_device
from kithwork.apps.observations.actions.keep import Answer, Item, Sending, keep_letters, take_in
from kithwork.apps.observations.actions.read import read_envelopes, read_letters, read_waiting

__all__ = [
    "Answer",
    "Item",
    "Sending",
    "delete_letter",
    "enrol_device",
    "keep_letters",
    "read_envelopes",
    "read_letters",
    "read_waiting",
    "revoke_device",
    "take_in",
]

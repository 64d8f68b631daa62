"""Writes of the observations room: one verb per function, by a person, with one line on the trail."""

from kithwork.apps.observations.actions.delete import delete_letter
from kithwork.apps.observations.actions.device import enrol_device, revoke_device
from kithwork.apps.observations.actions.instrument import change_form, copy_form, take_form
from kithwork.apps.observations.actions.keep import Answer, Item, Sending, keep_letters, take_in
from kithwork.apps.observations.actions.plan import Frame, end_plan, plan_observations
from kithwork.apps.observations.actions.read import read_envelopes, read_letters, read_waiting
from kithwork.apps.observations.actions.settle import join_watch, settle_conflict

__all__ = [
    "Answer",
    "Frame",
    "Item",
    "Sending",
    "change_form",
    "copy_form",
    "delete_letter",
    "end_plan",
    "enrol_device",
    "join_watch",
    "keep_letters",
    "plan_observations",
    "read_envelopes",
    "read_letters",
    "read_waiting",
    "revoke_device",
    "settle_conflict",
    "take_form",
    "take_in",
]

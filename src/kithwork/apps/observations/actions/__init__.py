"""Writes of the observations room: one verb per function, by a person, with one line on the trail."""

from kithwork.apps.observations.actions.behaviour import (
    Meaning,
    change_behaviour,
    define_behaviour,
    retire_behaviour,
)
from kithwork.apps.observations.actions.bring_in import Found, Place, bring_in, tape_text
from kithwork.apps.observations.actions.delete import delete_letter
from kithwork.apps.observations.actions.device import enrol_device, revoke_device
from kithwork.apps.observations.actions.export import Download, export_observations, give_source
from kithwork.apps.observations.actions.instrument import change_form, copy_form, take_form
from kithwork.apps.observations.actions.keep import Answer, Item, Sending, keep_letters, take_in
from kithwork.apps.observations.actions.plan import end_plan, plan_observations
from kithwork.apps.observations.actions.read import read_envelopes, read_letters, read_waiting
from kithwork.apps.observations.actions.settle import join_watch, settle_conflict
from kithwork.apps.observations.actions.today import add_for_today, leave_for_today
from kithwork.apps.observations.actions.training import (
    RecordingFrame,
    keep_practice,
    make_recording,
    retire_recording,
)
from kithwork.apps.observations.laid_out import Elsewhere, Frame

__all__ = [
    "Answer",
    "Download",
    "Elsewhere",
    "Found",
    "Frame",
    "Item",
    "Meaning",
    "Place",
    "RecordingFrame",
    "Sending",
    "add_for_today",
    "bring_in",
    "change_behaviour",
    "change_form",
    "copy_form",
    "define_behaviour",
    "delete_letter",
    "end_plan",
    "enrol_device",
    "export_observations",
    "give_source",
    "join_watch",
    "keep_letters",
    "keep_practice",
    "leave_for_today",
    "make_recording",
    "plan_observations",
    "read_envelopes",
    "read_letters",
    "read_waiting",
    "retire_behaviour",
    "retire_recording",
    "revoke_device",
    "settle_conflict",
    "take_form",
    "take_in",
    "tape_text",
]

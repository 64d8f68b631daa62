"""Opening windows, enrolling devices, giving keys, and coming in."""

from kithwork.apps.entrances.actions.devices import (
    enrol_device,
    revoke_device,
    show_class_on,
)
from kithwork.apps.entrances.actions.enter import (
    assist,
    at_the_door,
    open_account,
    try_badge,
    try_code,
    try_pictures,
)
from kithwork.apps.entrances.actions.forget import forget_tries
from kithwork.apps.entrances.actions.give_keys import (
    NewKey,
    give_badges,
    give_pictures,
    revoke_badge,
    set_pictures,
)
from kithwork.apps.entrances.actions.windows import close_window, open_window, open_window_for_time

__all__ = [
    "NewKey",
    "assist",
    "at_the_door",
    "close_window",
    "enrol_device",
    "forget_tries",
    "give_badges",
    "give_pictures",
    "open_account",
    "open_window",
    "open_window_for_time",
    "revoke_badge",
    "revoke_device",
    "set_pictures",
    "show_class_on",
    "try_badge",
    "try_code",
    "try_pictures",
]

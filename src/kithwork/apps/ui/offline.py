"""Pages that open without a network: empty frames, and the files they need. No page about a person.

A frame asks for what it shows once it is open, and keeps that in the tab. The table says which addresses
open into which frame; names as text, so that no room looks up.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Frame:
    """Addresses that match `path` open into the frame at `url_name`, which needs `files`."""

    path: str
    url_name: str
    files: tuple[str, ...] = ()


# What every frame needs.
SHARED = (
    "ui/favicon.svg",
    "ui/tokens.css",
    "ui/components.css",
    "ui/icons.svg",
    "ui/page.js",
    "ui/hide_early.js",
    "ui/hide_names.js",
    "ui/find.js",
    "ui/toast.js",
    "ui/grid.js",
    "ui/theme.js",
    "ui/focus.js",
    "ui/still_here.js",
    "ui/early.js",
    "ui/letters.js",
    "ui/outbox.js",
    "ui/keys.js",
    "ui/sealed.js",
    "ui/offline.js",
    "ui/vendor/idb.js",
    "ui/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "ui/fonts/kithwork-zero-wght.woff2",
)
FRAMES: tuple[Frame, ...] = (
    Frame(
        path=r"^/sessions/\d+/run/$",
        url_name="runs:runner_frame",
        files=(
            "runs/runner/runner.css",
            "runs/runner/page.js",
            "runs/runner/clock.js",
            "runs/runner/dialogs.js",
            "runs/runner/machine.js",
            "runs/runner/marks.js",
            "runs/runner/sound.js",
            "runs/runner/tally.js",
            "runs/runner/taps.js",
        ),
    ),
    Frame(
        path=r"^/observe/(new/|\d+/)?$",
        url_name="observations:observe_frame",
        files=(
            "ui/icon-192.png",
            "observations/capture/capture.css",
            "observations/capture/page.js",
            "observations/capture/boards.js",
            "observations/capture/count.js",
            "observations/capture/day.js",
            "observations/capture/device.js",
            "observations/capture/dom.js",
            "observations/capture/drafts.js",
            "observations/capture/finish.js",
            "observations/capture/intervals.js",
            "observations/capture/letters.js",
            "observations/capture/list.js",
            "observations/capture/means.js",
            "observations/capture/pads.js",
            "observations/capture/proximity.js",
            "observations/capture/receipt.js",
            "observations/capture/session.js",
            "observations/capture/store.js",
            "observations/capture/tape.js",
            "observations/capture/touch.js",
            "observations/capture/vault.js",
            "observations/capture/waiting.js",
            "observations/capture/writing.js",
        ),
    ),
    Frame(
        path=r"^/sessions/\d+/log/$",
        url_name="runs:log_frame",
        files=("runs/log.css", "runs/log.js", "runs/log_draft.js", "runs/log_send.js"),
    ),
    Frame(
        path=r"^/safety/concern/$",
        url_name="safety:report_frame",
        files=("safety/safety.css", "safety/concern.js"),
    ),
)


def kept_on_the_device() -> dict[str, object]:
    """What the worker keeps: the frames, their files, and a version that changes when one of them does."""
    frames, names = [], dict.fromkeys(SHARED)
    for frame in FRAMES:
        try:
            frames.append({"path": frame.path, "url": reverse(frame.url_name)})
        except NoReverseMatch:
            continue
        names |= dict.fromkeys(frame.files)
    return {
        "version": _digest(tuple(names), json.dumps(frames)),
        "frames": frames,
        "files": [static(name) for name in names],
    }


@lru_cache(maxsize=8)
def _digest(names: tuple[str, ...], more: str) -> str:
    """Of the files as they lie in the package: they do not change while a server runs."""
    found = hashlib.sha256(more.encode())
    for name in names:
        path = finders.find(name)
        if path is None:
            raise FileNotFoundError(f"{name} is named in ui/offline.py and is not there")
        found.update(Path(str(path)).read_bytes())
    return found.hexdigest()[:16]

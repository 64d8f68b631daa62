"""A server that has just started imports its pages before somebody waits for them.

It happens beside what is asked already: whoever comes meanwhile waits for what is still missing, as before.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from kithwork.apps.jobs.rota import DUTIES

log = logging.getLogger(__name__)


def begin(afterwards: Callable[[], object] = lambda: None) -> threading.Thread:
    """Import in the background what a page, a push and a duty need; then do what is to come afterwards."""
    thread = threading.Thread(target=_warm, args=(afterwards,), name="kithwork-warm", daemon=True)
    thread.start()
    return thread


def _warm(afterwards: Callable[[], object]) -> None:
    try:
        with _one_at_a_time():
            # Every page and every door, and all that they import.
            assert get_resolver().url_patterns
            for duties in DUTIES.values():
                for name in duties:
                    import_string(name)
    except Exception:
        log.exception("the server could not be warmed; it imports when it is asked")
    finally:
        afterwards()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of several server processes one after the other, so that the first is ready as soon as a single one would be."""
    try:
        import fcntl
    except ImportError:  # no such lock on this system
        yield
        return
    with (settings.HOME / "warm.lock").open("w") as file:
        with suppress(OSError):  # a folder on a network may not lock
            fcntl.flock(file, fcntl.LOCK_EX)
        yield

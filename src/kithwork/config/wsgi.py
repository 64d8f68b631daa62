"""The server's entrance."""

import os

import kithwork.config  # noqa: F401  the right SQLite, before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")

from django.core.wsgi import get_wsgi_application

from kithwork.config import warm

application = get_wsgi_application()


def _start_executor() -> None:
    if os.environ.get("KITHWORK_EXECUTOR") == "1":
        from kithwork.apps.jobs.engine import start_executor

        start_executor()


# Only then, so that no two threads import the same things at the same time.
warming = warm.begin(afterwards=_start_executor)

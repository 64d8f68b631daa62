"""The server's entrance."""

import os

import kithwork.config  # noqa: F401  the right SQLite, before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if os.environ.get("KITHWORK_EXECUTOR") == "1":
    from kithwork.apps.jobs.engine import start_executor

    start_executor()

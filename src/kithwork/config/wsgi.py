"""The server's entrance."""

import os

import kithwork.config  # noqa: F401  the right SQLite, before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithwork.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

"""The doors of this room for people."""

from kithwork.apps.observations.pages import capture, letters, setup

app_name = "observations"
urlpatterns = [*capture.urls, *setup.urls, *letters.urls]

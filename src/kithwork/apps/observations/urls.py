"""The doors of this room for people."""

from kithwork.apps.observations.pages import capture

app_name = "observations"
urlpatterns = [*capture.urls]

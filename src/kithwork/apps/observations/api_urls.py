"""The doors of this room for devices and other programs: version 1."""

from kithwork.apps.observations.pages import sync

app_name = "api"
urlpatterns = [*sync.urls]

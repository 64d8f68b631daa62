"""The doors of this room for people."""

from kithwork.apps.observations.pages import (
    behaviours,
    capture,
    letters,
    records,
    setup,
    today,
    training,
)

app_name = "observations"
urlpatterns = [
    *records.urls,
    *training.urls,
    *capture.urls,
    *setup.urls,
    *letters.urls,
    *behaviours.urls,
    *today.urls,
]

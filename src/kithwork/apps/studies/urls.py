"""The doors of this room."""

from kithwork.apps.studies.pages import (
    bring_in,
    guard,
    measures,
    overview,
    reading,
    releases,
    report,
    seals,
    study,
)

app_name = "studies"
urlpatterns = [
    *overview.urls, *study.urls, *bring_in.urls, *measures.urls, *seals.urls, *guard.urls, *reading.urls,
    *report.urls, *releases.urls,
]  # fmt: skip

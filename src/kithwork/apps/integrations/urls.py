"""Doors to other systems: rosters and spreadsheets in, calendars out. Each page module lists its own."""

from kithwork.apps.integrations.pages import feeds

app_name = "integrations"
urlpatterns = [
    *feeds.urls,
]

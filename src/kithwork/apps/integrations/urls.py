"""Doors to other systems: rosters and spreadsheets in, calendars out. Each page module lists its own."""

from kithwork.apps.integrations.pages import (
    feeds,
    import_bells,
    import_holidays,
    import_roster,
    program,
)

app_name = "integrations"
urlpatterns = [
    *feeds.urls,
    *import_roster.urls,
    *program.urls,
    *import_bells.urls,
    *import_holidays.urls,
]

"""The doors of this room."""

from datetime import date

from django.urls import path, register_converter

from kithwork.apps.schools.pages import bells, calendar, school, years


class DateInPath:
    """A date in an address: 2026-11-09."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DateInPath, "date")

app_name = "schools"
urlpatterns = [
    path("", school.school, name="school"),
    path("edit/", school.edit_school, name="edit_school"),
    path("cycle/", school.cycle, name="cycle"),
    path("limits/", school.limits, name="limits"),
    path("years/add/", years.add_year, name="add_year"),
    path("years/<int:year_id>/", years.year, name="year"),
    path("years/<int:year_id>/copy/", years.copy_year, name="copy_year"),
    path("years/<int:year_id>/remove/", years.remove_year, name="remove_year"),
    path("years/<int:year_id>/bells/add/", bells.add_bells, name="add_bells"),
    path("years/<int:year_id>/bells/undo/", bells.undo_bells, name="undo_bells"),
    path("years/<int:year_id>/calendar/undo/", calendar.undo_days, name="undo_days"),
    path("bells/<int:schedule_id>/", bells.bells, name="bells"),
    path("bells/<int:schedule_id>/remove/", bells.remove_bells, name="remove_bells"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<date:on>/", calendar.day, name="day"),
]

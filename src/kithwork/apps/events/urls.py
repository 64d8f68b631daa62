"""The doors of this room."""

from kithwork.apps.events.pages import access, attendance, event, events, people, plan

app_name = "events"
urlpatterns = [
    *events.urls,
    *event.urls,
    *people.urls,
    *access.urls,
    *plan.urls,
    *attendance.urls,
]

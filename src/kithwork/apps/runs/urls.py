"""The doors of this room."""

from django.urls import path

from kithwork.apps.runs.pages import sessions

app_name = "runs"
urlpatterns = [
    path("", sessions.sessions, name="sessions"),
    path("absence/", sessions.note_absence, name="note_absence"),
    path("absence/remove/", sessions.remove_absence, name="remove_absence"),
    path("<int:session_id>/mark/", sessions.mark, name="mark"),
]

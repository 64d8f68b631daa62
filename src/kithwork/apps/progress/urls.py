"""The doors of this room."""

from kithwork.apps.progress.pages import measure, student

app_name = "progress"
urlpatterns = [*student.urls, *measure.urls]

"""The doors of this room."""

from kithwork.apps.progress.pages import board, measure, student

app_name = "progress"
urlpatterns = [*student.urls, *measure.urls, *board.urls]

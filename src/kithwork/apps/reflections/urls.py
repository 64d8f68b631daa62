"""The doors of this room."""

from kithwork.apps.reflections.pages import answers, own, surveys, views

app_name = "reflections"
urlpatterns = [
    *own.urls,
    *surveys.urls,
    *answers.urls,
    *views.urls,
]

"""The doors of this room."""

from kithwork.apps.training.pages import agreements, learn, learner, meetings, overview

app_name = "training"
urlpatterns = [
    *learn.urls,
    *overview.urls,
    *learner.urls,
    *meetings.urls,
    *agreements.urls,
]

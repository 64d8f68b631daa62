"""The doors of this room."""

from kithwork.apps.courses.pages import cohorts, member, own

app_name = "courses"
urlpatterns = [
    *own.urls,
    *cohorts.urls,
    *member.urls,
]

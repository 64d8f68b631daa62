"""The doors of this room."""

from kithwork.apps.friendships.pages import circles, own, students

app_name = "friendships"
urlpatterns = [
    *own.urls,
    *circles.urls,
    *students.urls,
]

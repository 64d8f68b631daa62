"""The doors of this room."""

from django.urls import path

from kithwork.apps.home.pages import how_it_goes, me, my_week, today

app_name = "home"
urlpatterns = [
    path("", today.today, name="today"),
    path("how-it-goes/", how_it_goes.how_it_goes, name="how_it_goes"),
    path("quality/", how_it_goes.quality, name="quality"),
    path("reports-of-the-school/", how_it_goes.reports, name="reports"),
    path("my-week/", my_week.my_week, name="my_week"),
    path("my-say/", me.my_say, name="my_say"),
    path("me/own/", me.me, name="me"),
]

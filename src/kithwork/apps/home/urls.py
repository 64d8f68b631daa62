"""The doors of this room."""

from django.urls import path

from kithwork.apps.home.pages import today

app_name = "home"
urlpatterns = [
    path("", today.today, name="today"),
]

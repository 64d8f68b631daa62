"""The doors of this room."""

from django.urls import path

from kithwork.apps.trail.pages import trail

app_name = "trail"
urlpatterns = [path("", trail.trail, name="trail")]

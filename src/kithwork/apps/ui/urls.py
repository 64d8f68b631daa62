"""The doors of this room."""

from django.urls import path

from kithwork.apps.ui.pages import gallery

app_name = "ui"
urlpatterns = [path("gallery/", gallery.gallery, name="gallery")]

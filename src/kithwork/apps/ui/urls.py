"""The doors of this room."""

from django.urls import path

from kithwork.apps.ui.pages import gallery, manifest, worker

app_name = "ui"
urlpatterns = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("sw.js", worker.worker, name="worker"),
]

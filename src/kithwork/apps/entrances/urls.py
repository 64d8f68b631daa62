"""The doors of this room: for adults under /entrances/, for students short ones."""

from django.urls import include, path

from kithwork.apps.entrances.pages import class_keys, devices, enter, windows

app_name = "entrances"
urlpatterns = [
    path("enter/", enter.enter, name="enter"),
    path("enter/<int:student_id>/", enter.pick, name="pick"),
    path("badge/", enter.badge, name="badge"),
    path("entrances/", include([*windows.urls, *devices.urls, *class_keys.urls])),
]

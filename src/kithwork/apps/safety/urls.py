"""The doors of this room."""

from kithwork.apps.safety.pages import concern, face, safety, stop

app_name = "safety"
urlpatterns = [*safety.urls, *stop.urls, *concern.urls, *face.urls]

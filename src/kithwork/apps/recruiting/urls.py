"""The doors of this room."""

from kithwork.apps.recruiting.pages import calls, door, naming, pool

app_name = "recruiting"
urlpatterns = [*calls.urls, *naming.urls, *door.urls, *pool.urls]

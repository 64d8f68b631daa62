"""The doors of this room."""

from kithwork.apps.care.pages import own, parting, peers

app_name = "care"
urlpatterns = [*peers.urls, *own.urls, *parting.urls]

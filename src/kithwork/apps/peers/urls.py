"""The doors of this room. Each page module lists its own."""

from kithwork.apps.peers.pages import peers, volunteer

app_name = "peers"
urlpatterns = [
    *peers.urls,
    *volunteer.urls,
]

"""The doors of this room."""

app_name = "peers"
urlpatterns: list = []

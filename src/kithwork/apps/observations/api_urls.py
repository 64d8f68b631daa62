"""The doors of this room for devices and other programs: version 1."""

app_name = "api"
urlpatterns: list[object] = []

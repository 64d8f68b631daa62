"""The doors of this room."""

app_name = "trail"
urlpatterns: list = []

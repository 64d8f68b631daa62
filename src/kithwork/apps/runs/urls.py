"""The doors of this room."""

app_name = "runs"
urlpatterns: list = []

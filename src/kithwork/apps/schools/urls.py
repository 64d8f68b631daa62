"""The doors of this room."""

app_name = "schools"
urlpatterns: list = []

"""The doors of this room."""

app_name = "needs"
urlpatterns: list = []

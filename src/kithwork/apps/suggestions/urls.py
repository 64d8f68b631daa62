"""The doors of this room."""

from kithwork.apps.suggestions.pages import decide, history, values

app_name = "suggestions"
urlpatterns = [*decide.urls, *history.urls, *values.urls]

"""The doors of the quiet wing. Each page module lists its own."""

from kithwork.apps.needs.pages import do_not_pair, need, needs, student, wishes

app_name = "needs"
urlpatterns = [
    *needs.urls,
    *student.urls,
    *need.urls,
    *wishes.urls,
    *do_not_pair.urls,
]

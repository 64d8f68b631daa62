"""The doors of this room."""

from django.urls import path

from kithwork.apps.jobs.pages import job

app_name = "jobs"
urlpatterns = [
    path("<int:job_id>/", job.job, name="job"),
    path("<int:job_id>/stop/", job.stop_job, name="stop_job"),
]

"""Guardians, linked to students and dormant until a program turns families on."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Guardian(models.Model):
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="guardians")
    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guardian_records",
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source", "source_id"],
                condition=~Q(source_id=""),
                name="guardian_source_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Guardianship(models.Model):
    """One adult for one child. It opens nothing while it is dormant."""

    guardian = models.ForeignKey(Guardian, models.CASCADE, related_name="guardianships")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="guardianships")
    relationship = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=False)
    is_blocked = models.BooleanField(default=False, help_text="a court said no")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guardian", "student"], name="guardianship_once"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian} for {self.student}"

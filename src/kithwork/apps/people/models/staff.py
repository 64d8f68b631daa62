"""An adult who works at a school."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Staff(models.Model):
    """A teacher, paraprofessional or other adult of a school, with or without an account."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="staff")
    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=255, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=80, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff_records",
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        verbose_name_plural = "staff"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source", "source_id"],
                condition=~Q(source_id=""),
                name="staff_source_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

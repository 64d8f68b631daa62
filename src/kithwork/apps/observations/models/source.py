"""A file that another program wrote, kept byte for byte beside the letter that was made of it."""

from django.conf import settings
from django.db import models


class SourceFile(models.Model):
    """One file. The same bytes are kept once; nothing changes them."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="source_files")
    sha256 = models.CharField(max_length=64, help_text="of the file's bytes")
    text = models.TextField(help_text="the file: its UTF-8 is its bytes")
    program = models.CharField(max_length=12, help_text="what wrote it, as a person said")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "sha256"], name="source_file_once"),
        ]

    def __str__(self) -> str:
        return f"a file of {self.program}"

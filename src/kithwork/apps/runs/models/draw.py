"""A draw: which teams and which pairs a class works in, from a day to a day."""

from django.conf import settings
from django.db import models


class Draw(models.Model):
    """Teams and pairs for one stretch of a class-wide run. A new draw follows; none is written over."""

    run = models.ForeignKey("runs.Run", models.CASCADE, related_name="draws")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="empty: until the next draw")
    rule = models.CharField(max_length=40, help_text="how it was drawn, as the playbook names it")
    seed = models.BigIntegerField(help_text="the same seed draws the same pairs")
    given = models.JSONField(
        default=dict, help_text="what the draw was made from: ids, limits, ranks; staff only"
    )
    relaxed = models.JSONField(
        default=list, blank=True, help_text="wishes that could not be kept, and for whom"
    )
    drawn_at = models.DateTimeField(auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(
        null=True, blank=True, help_text="drawn again before it began"
    )

    class Meta:
        ordering = ["starts_on", "id"]

    def __str__(self) -> str:
        return f"draw {self.pk} of run {self.run_id}"


class Team(models.Model):
    draw = models.ForeignKey(Draw, models.CASCADE, related_name="teams")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "place"], name="team_place_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A pair or a trio of a draw, in a team where the practice has teams."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="groups")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="groups")
    place = models.PositiveSmallIntegerField()
    is_locked = models.BooleanField(default=False, help_text="stays when the class is drawn again")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "place"], name="group_place_once"),
        ]

    def __str__(self) -> str:
        return f"group {self.place}"


class Seat(models.Model):
    """Who sits in a group. The first seat has the first turn as tutor or coach."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="seats")
    student = models.ForeignKey("people.Student", models.CASCADE, related_name="seats")
    place = models.PositiveSmallIntegerField(help_text="1 has the first turn")
    is_mover = models.BooleanField(default=False, help_text="walks to the other one's desk")
    is_third = models.BooleanField(default=False, help_text="joined a pair, which made it three")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["group", "place"], name="seat_place_once"),
            models.UniqueConstraint(fields=["group", "student"], name="seat_once_a_student"),
        ]

    def __str__(self) -> str:
        return f"seat {self.place} of group {self.group_id}"


class DrawChange(models.Model):
    """A swap by hand, with its reason: who sat where before, and after."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="changes")
    reason = models.CharField(max_length=200)
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason

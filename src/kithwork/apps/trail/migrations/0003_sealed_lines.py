"""Every line is sealed to the one before it; lines written earlier are sealed now."""

from django.db import migrations, models

from kithwork.apps.foundation import clock
from kithwork.apps.trail import chain, wall


def lower(apps, editor):
    wall.lower_wall(editor.connection)


def raise_(apps, editor):
    wall.raise_wall(editor.connection)


def seal_what_is_there(apps, editor):
    lines = apps.get_model("trail", "TrailEntry").objects.using(editor.connection.alias)
    before, previous = None, ""
    for line in lines.order_by("id").iterator():
        line.follows = before
        line.seal = chain.seal_of(line, previous)
        line.save(update_fields=["follows", "seal"])
        before, previous = line.pk, line.seal


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_append_only")]
    operations = [
        migrations.RunPython(lower, raise_),
        migrations.AddField(
            "trailentry",
            "follows",
            models.BigIntegerField(null=True, help_text="the line written before this one"),
        ),
        migrations.AddField(
            "trailentry",
            "seal",
            models.CharField(
                max_length=64, default="", help_text="what trail.chain makes of this line"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "trailentry", "at", models.DateTimeField(default=clock.now, db_index=True)
        ),
        migrations.RunPython(seal_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(raise_, lower),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0003_pause"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="instead",
            field=models.ForeignKey(
                blank=True,
                help_text="of a cancelled session: the one somebody put in its place, or whom they joined",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="in_place_of",
                to="runs.session",
            ),
        ),
    ]

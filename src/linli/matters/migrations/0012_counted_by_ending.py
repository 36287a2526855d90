"""The board counts how the finished ended, out of the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0011_outside_orders"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_counted",
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                fields=[
                    "finished_at",
                    "sensitivity",
                    "state",
                    "satisfied",
                    "place",
                    "due_at",
                    "reported_at",
                    "closed_at",
                    "excluded_at",
                    "called_in_vain",
                    "closing_kind",
                ],
                name="matter_counted",
            ),
        ),
    ]

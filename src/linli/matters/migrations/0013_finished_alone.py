"""Two indexes hold the finished alone, so that a queue of unfinished ones is not led to them."""

from django.db import migrations, models
from django.db.models import Q

FINISHED = Q(finished_at__isnull=False)
COUNTED = [
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
]


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0012_counted_by_ending"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="matter", name="matter_finished"),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                name="matter_finished", fields=["finished_at", "id"], condition=FINISHED
            ),
        ),
        migrations.RemoveIndex(model_name="matter", name="matter_counted"),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(name="matter_counted", fields=COUNTED, condition=FINISHED),
        ),
    ]

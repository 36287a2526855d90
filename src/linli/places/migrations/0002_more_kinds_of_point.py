from django.db import migrations, models

KINDS = [
    "talk_room",
    "talk_kiosk",
    "talk_box",
    "chat_group",
    "door",
    "rest_point",
    "station",
    "room",
    "classroom",
]


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="point", name="point_kind_known"),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="point_kind_known"
            ),
        ),
    ]

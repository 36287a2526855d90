from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_longer_outcome")]

    operations = [
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
                ],
                name="matter_counted",
            ),
        ),
    ]

from django.db import migrations, models

from linli.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="rating", name="rating_way_known"),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(taken_by__in=["page", "qr", "phone", "paper", "hotline"]),
                name="rating_way_known",
            ),
        ),
        append_only("ratings_rating"),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ratings", "0002_by_hotline")]

    operations = [
        migrations.AddField(
            model_name="ratingslip",
            name="receipt_hash",
            field=models.CharField(default="", max_length=64, verbose_name="回执"),
        ),
        migrations.RemoveConstraint(model_name="ratingslip", name="slip_once_for_the_unnamed"),
        migrations.AddConstraint(
            model_name="ratingslip",
            constraint=models.UniqueConstraint(
                condition=models.Q(person__isnull=True),
                fields=["subject", "turn", "receipt_hash"],
                name="slip_once_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingslip",
            constraint=models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(receipt_hash=""),
                name="slip_by_name_or_receipt",
            ),
        ),
    ]

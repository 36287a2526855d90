import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_registers_of_households"),
        ("places", "0002_more_kinds_of_point"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrdersExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=20, verbose_name="来源")),
                ("rows", models.PositiveIntegerField(verbose_name="行数")),
                ("only_changed", models.BooleanField(default=False, verbose_name="只导变动的")),
                ("taken_at", models.DateTimeField(verbose_name="导出时间")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["area", "source", "-taken_at"], name="orders_export_last"
                    )
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0006_slips_of_unnamed_reporters"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=8, verbose_name="角色")),
                ("why", models.CharField(max_length=300, verbose_name="为什么请")),
                ("since", models.DateTimeField(verbose_name="从何时")),
                ("until", models.DateTimeField(null=True, verbose_name="到何时")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="matters.matter",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["person", "matter"],
                        name="involvement_running_person",
                    ),
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["organisation", "matter"],
                        name="involvement_running_unit",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["assist", "co", "track", "lead", "called", "mediate"])
                        ),
                        name="involvement_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", True),
                            ("organisation__isnull", True),
                            _connector="XOR",
                        ),
                        name="involvement_of_person_or_organisation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("until__isnull", True)),
                        fields=("matter", "person", "role"),
                        name="involvement_once_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False), ("until__isnull", True)
                        ),
                        fields=("matter", "organisation", "role"),
                        name="involvement_once_an_organisation",
                    ),
                ],
            },
        ),
    ]

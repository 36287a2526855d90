import django.db.models.deletion
import linli.matters.rules
from django.db import migrations, models

from linli.kernel.search import searchable_again


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0008_set_aside"),
        ("people", "0003_more_kinds_of_organisation"),
        ("places", "0002_more_kinds_of_point"),
    ]

    operations = [
        searchable_again("matters_matter", "grams"),
        migrations.CreateModel(
            name="CallAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次办结")),
                ("end", models.CharField(max_length=12, verbose_name="结果")),
                ("words", models.CharField(default="", max_length=200, verbose_name="说明")),
                ("called_at", models.DateTimeField(verbose_name="回访时间")),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(("end__in", ["not_reached", "declined"])),
                        name="call_end_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次办结")),
                ("ground", models.CharField(max_length=20, verbose_name="理由")),
                ("words", models.CharField(max_length=300, verbose_name="说明")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("decide_by", models.DateTimeField(verbose_name="决定期限")),
                (
                    "state",
                    models.CharField(
                        default=linli.matters.rules.AskedState["ASKED"],
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.CharField(default="", max_length=300, verbose_name="意见")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
            ],
            options={
                'indexes': [
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["decide_by"],
                        name="exclusion_to_decide",
                    ),
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "granted", "refused"])),
                        name="exclusion_state_known",
                    ),
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_counted",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_desk_queue",
        ),
        migrations.AddField(
            model_name="matter",
            name="called_in_vain",
            field=models.CharField(default="", max_length=12, verbose_name="回访没有结果"),
        ),
        migrations.AddField(
            model_name="matter",
            name="excluded_at",
            field=models.DateTimeField(null=True, verbose_name="剔除时间"),
        ),
        migrations.AddField(
            model_name="matter",
            name="handled_before",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("finished_at", None)),
                fields=["desk", "due_at", "id"],
                name="matter_desk_queue",
            ),
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
                ],
                name="matter_counted",
            ),
        ),
        migrations.AddField(
            model_name="callattempt",
            name="caller",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="callattempt",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="call_attempts",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exclusions",
                to="matters.matter",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_by", None),
                    ("decided_by", None),
                    models.Q(("asked_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="exclusion_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "refused"), _negated=True),
                fields=("matter", "turn"),
                name="exclusion_once_a_turn",
            ),
        ),
        searchable_again("matters_matter", "grams"),
    ]

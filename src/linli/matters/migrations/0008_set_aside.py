import django.db.models.deletion
import linli.matters.rules
from django.db import migrations, models

from linli.kernel.search import searchable_again


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0007_involvement"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        searchable_again("matters_matter", "grams"),
        migrations.CreateModel(
            name="Parking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("plan", models.CharField(max_length=500, verbose_name="怎么办")),
                ("milestones", models.TextField(verbose_name="节点")),
                ("explanation", models.CharField(max_length=300, verbose_name="给居民的说明")),
                ("until", models.DateField(verbose_name="下次日期")),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "state",
                    models.CharField(
                        default=linli.matters.rules.AskedState.ASKED,
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "answer",
                    models.CharField(default="", max_length=300, verbose_name="审批意见"),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
            ],
            options={
                'indexes': [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("state", "granted")),
                        fields=["until"],
                        name="parking_to_come_back",
                    ),
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "granted", "refused"])),
                        name="parking_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Precedent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="关键词")),
                ("ground", models.CharField(max_length=12, verbose_name="理由")),
                ("from_route", models.CharField(max_length=30, verbose_name="原分派规则")),
                ("ruling", models.CharField(max_length=500, verbose_name="裁定意见")),
                ("ruled_at", models.DateTimeField(verbose_name="裁定时间")),
            ],
            options={
                'indexes': [
                    models.Index(fields=["from_route", "ruled_at"], name="precedent_by_route"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("ground", models.CharField(max_length=12, verbose_name="理由")),
                ("proof", models.CharField(max_length=500, verbose_name="依据")),
                (
                    "state",
                    models.CharField(
                        default=linli.matters.rules.ReturnState.ASKED,
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("rule_by", models.DateTimeField(verbose_name="裁定期限")),
                (
                    "ruling",
                    models.CharField(default="", max_length=500, verbose_name="裁定意见"),
                ),
                ("ruled_at", models.DateTimeField(null=True, verbose_name="裁定时间")),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ground__in",
                                ["not_ours", "wrong_place", "wrong_kind", "too_little", "duplicate"],
                            )
                        ),
                        name="return_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "upheld", "refused"])),
                        name="return_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruled_at__isnull", True), ("state", "asked")),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True), ("ruled_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="return_ruled_has_time",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="matter",
            name="matter_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="matter",
            name="matter_in_hands_has_handler",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_desk_queue",
        ),
        migrations.RemoveIndex(
            model_name="matter",
            name="matter_by_place_open",
        ),
        migrations.AddField(
            model_name="matter",
            name="closing_basis",
            field=models.CharField(default="", max_length=30, verbose_name="办结依据"),
        ),
        migrations.AddField(
            model_name="matter",
            name="merged_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="part_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="returns",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="退单次数"),
        ),
        migrations.AddField(
            model_name="matter",
            name="state_before",
            field=models.CharField(default="", max_length=12, verbose_name="原来的状态"),
        ),
        migrations.AddField(
            model_name="voice",
            name="merged_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="matters.matter",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["received", "dispatched", "working", "returned", "parked", "split"],
                    )
                ),
                fields=["desk", "due_at", "id"],
                name="matter_desk_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        ["received", "dispatched", "working", "returned", "parked", "split"],
                    )
                ),
                fields=["place", "reported_at"],
                name="matter_by_place_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "received",
                            "dispatched",
                            "working",
                            "returned",
                            "parked",
                            "split",
                            "finished",
                            "closed",
                            "withdrawn",
                            "merged",
                        ],
                    )
                ),
                name="matter_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["dispatched", "working", "parked", "returned"]),
                        _negated=True,
                    ),
                    ("handler__isnull", False),
                    _connector="OR",
                ),
                name="matter_in_hands_has_handler",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["returned", "merged", "split"]), _negated=True),
                    ("state_before__in", ["received", "dispatched", "working"]),
                    _connector="OR",
                ),
                name="matter_set_aside_comes_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(
                        models.Q(("state", "merged"), _negated=True),
                        ("merged_into__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="matter_merged_into_another",
            ),
        ),
        migrations.AddField(
            model_name="parking",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="parking",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="parking",
            name="desk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"
            ),
        ),
        migrations.AddField(
            model_name="parking",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parkings",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="precedent",
            name="desk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="precedents",
                to="places.area",
            ),
        ),
        migrations.AddField(
            model_name="precedent",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="precedents",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="precedent",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="desk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asked_returns",
                to="matters.matter",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="proposed_desk",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.area",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="proposed_unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="ruled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="precedent",
            name="asked",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="precedent",
                to="matters.return",
            ),
        ),
        migrations.AddIndex(
            model_name="parking",
            index=models.Index(fields=["desk", "state"], name="parking_to_answer"),
        ),
        migrations.AddConstraint(
            model_name="parking",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state", "asked"),
                    models.Q(("ended_at__isnull", True), ("state", "granted")),
                    _connector="OR",
                ),
                fields=("matter",),
                name="parking_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["desk", "state", "rule_by"], name="return_to_rule"),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["unit", "state"], name="return_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                fields=("matter", "turn"), name="return_once_a_turn"
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("matter",),
                name="return_one_at_a_time",
            ),
        ),
        searchable_again("matters_matter", "grams"),
    ]

import django.db.models.deletion
import linli.kernel.encryption
import linli.matters.claims
import linli.matters.instants
from django.db import migrations, models

from linli.kernel.search import searchable_again


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0009_aftercare"),
        ("meetings", "0001_initial"),
        ("people", "0003_more_kinds_of_organisation"),
        ("places", "0002_more_kinds_of_point"),
    ]

    operations = [
        searchable_again("matters_matter", "grams"),
        migrations.AddField(
            model_name="matter",
            name="mode",
            field=models.CharField(default="", max_length=20, verbose_name="办理方式"),
        ),
        migrations.CreateModel(
            name="ClaimOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=12, verbose_name="请谁")),
                ("words", models.CharField(max_length=200, verbose_name="公开的说法")),
                (
                    "kinds",
                    models.CharField(default="", max_length=300, verbose_name="哪些单位"),
                ),
                (
                    "state",
                    models.CharField(
                        default=linli.matters.claims.OfferState["OPEN"],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="发出时间")),
                ("until", models.DateTimeField(verbose_name="等到何时")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="认领时间")),
                ("promised_on", models.DateField(null=True, verbose_name="承诺日期")),
                ("why", models.CharField(default="", max_length=200, verbose_name="为什么")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "claimed_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_offers",
                        to="matters.matter",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["desk", "state", "until"], name="claim_offer_of_desk"),
                    models.Index(fields=["state", "until"], name="claim_offer_to_lapse"),
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "open",
                                    "claimed",
                                    "declined",
                                    "lapsed",
                                    "given_back",
                                    "taken_back",
                                    "done",
                                ],
                            )
                        ),
                        name="claim_offer_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to__in", ["one", "partners", "neighbours"])),
                        name="claim_offer_to_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked__isnull", False), ("to", "one")),
                            models.Q(models.Q(("to", "one"), _negated=True), ("asked__isnull", True)),
                            _connector="OR",
                        ),
                        name="claim_offer_one_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            models.Q(("claimed_by__isnull", False), ("promised_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="claim_offer_claimed_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("matter", "to"),
                        name="claim_offer_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="做了什么")),
                ("written_at", models.DateTimeField(verbose_name="写下时间")),
                (
                    "involvement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="matters.involvement",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(
                        fields=["involvement", "written_at"], name="contribution_in_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandlingPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10, verbose_name="种类")),
                ("goal", models.CharField(max_length=300, verbose_name="要达到什么")),
                ("made_at", models.DateTimeField(verbose_name="定下时间")),
                ("review_on", models.DateField(verbose_name="回看日期")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="matters.matter",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["kind", "made_at"], name="handling_plan_made"),
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["meeting", "service"])),
                        name="handling_plan_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "meeting"), _negated=True),
                            ("meeting__isnull", False),
                            _connector="OR",
                        ),
                        name="handling_plan_of_a_meeting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpingHand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(default="", max_length=200, verbose_name="能帮什么"),
                ),
                ("signed_up_at", models.DateTimeField(verbose_name="报名时间")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="社区确认时间")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hands",
                        to="matters.claimoffer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(
                        fields=("offer", "person"), name="helping_hand_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstantMatter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版次")),
                (
                    "state",
                    models.CharField(
                        default=linli.matters.instants.InstantState["WAITING"],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="事项")),
                ("kind_label", models.CharField(max_length=40, verbose_name="当时的叫法")),
                (
                    "words",
                    models.CharField(default="", max_length=300, verbose_name="补充说明"),
                ),
                (
                    "contact",
                    linli.kernel.encryption.EncryptedTextField(
                        default="", verbose_name="怎么联系"
                    ),
                ),
                ("taken_in_at", models.DateTimeField(verbose_name="受理时间")),
                ("due_at", models.DateTimeField(verbose_name="承诺时间")),
                ("outcome", models.CharField(default="", max_length=300, verbose_name="结果")),
                (
                    "visits",
                    models.PositiveSmallIntegerField(default=0, verbose_name="跑了几次"),
                ),
                (
                    "why_visits",
                    models.CharField(default="", max_length=200, verbose_name="为什么多跑"),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="办好时间")),
                ("way", models.CharField(default="", max_length=10, verbose_name="怎么反馈")),
                ("told", models.CharField(default="", max_length=300, verbose_name="反馈的话")),
                ("reported_at", models.DateTimeField(null=True, verbose_name="反馈时间")),
                (
                    "clerk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "taken_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["desk", "state", "due_at"], name="instant_queue"),
                    models.Index(fields=["place", "taken_in_at"], name="instant_by_place"),
                ],
                'constraints': [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "taken", "done", "reported", "turned"])
                        ),
                        name="instant_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["", "phone", "door", "message"])),
                        name="instant_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"), ("clerk__isnull", False), _connector="OR"
                        ),
                        name="instant_in_hands_has_clerk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "reported"]), _negated=True),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True), ("done_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="instant_done_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("visits__lte", 1),
                            models.Q(("why_visits", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="instant_visits_explained",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("due_on", models.DateField(verbose_name="哪天前")),
                ("words", models.CharField(max_length=200, verbose_name="做什么")),
                ("done_at", models.DateTimeField(null=True, verbose_name="做到时间")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="matters.handlingplan",
                    ),
                ),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(
                        fields=("plan", "position"), name="plan_step_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuickFix",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="种类")),
                ("kind_label", models.CharField(max_length=30, verbose_name="当时的叫法")),
                (
                    "words",
                    models.CharField(default="", max_length=200, verbose_name="做了什么"),
                ),
                ("fixed_at", models.DateTimeField(verbose_name="办好时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["place", "fixed_at"], name="quickfix_by_place"),
                    models.Index(fields=["by", "fixed_at"], name="quickfix_by_person"),
                ],
            },
        ),
        searchable_again("matters_matter", "grams"),
    ]

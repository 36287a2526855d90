"""Orders from outside by source and number; callers who left a phone are found by its hash."""

import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.encryption import blind_index
from linli.kernel.identity import NotAPhoneNumber, read_phone
from linli.kernel.search import searchable_again

HOTLINE = "热线工单"
AT_ONCE = 500
LIKE_A_PHONE = re.compile(r"[+＋0-9０-９][-\d０-９ ()（）—–]{6,}\d")


def index_of(contact: str) -> str:
    """As `matters.contacts` did when this was written."""
    for found in LIKE_A_PHONE.findall(contact):
        try:
            return blind_index(read_phone(found).number, "phone")
        except NotAPhoneNumber:
            continue
    return ""


def index_contacts(apps: Any, _: Any) -> None:
    matters = apps.get_model("matters", "Matter").objects
    some = []
    for matter in matters.only("pk", "contact", "contact_index").iterator(AT_ONCE):
        matter.contact_index = index_of(matter.contact) if matter.contact else ""
        if matter.contact_index:
            some.append(matter)
        if len(some) == AT_ONCE:
            matters.bulk_update(some, ["contact_index"])
            some = []
    matters.bulk_update(some, ["contact_index"])


def take_over_links(apps: Any, _: Any) -> None:
    """What was imported so far was tied to its number by a link, all of it from the hotline."""
    links = apps.get_model("kernel", "Link").objects.filter(kind=HOTLINE)
    orders = apps.get_model("matters", "OutsideOrder").objects
    new = [
        orders.model(
            matter_id=int(link.from_ref.rsplit("/", 1)[1]),
            source="12345",
            number=link.to_ref.removeprefix("hotline/")[:60],
        )
        for link in links.order_by("pk").iterator(AT_ONCE)
    ]
    orders.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    links.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("matters", "0010_ways_of_handling"),
    ]

    operations = [
        searchable_again("matters_matter", "grams"),
        migrations.AddField(
            model_name="matter",
            name="contact_index",
            field=models.CharField(default="", max_length=32, verbose_name="按电话找"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["contact_index"], name="matter_by_contact"),
        ),
        migrations.CreateModel(
            name="OutsideOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=20, verbose_name="来源")),
                ("number", models.CharField(max_length=60, verbose_name="外部编号")),
                ("due_at", models.DateTimeField(null=True, verbose_name="对方的期限")),
                ("own_due_at", models.DateTimeField(null=True, verbose_name="自己的期限")),
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["number"], name="outside_order_by_number")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "number"), name="outside_order_once_a_number"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(source="") & ~models.Q(number=""),
                        name="outside_order_has_a_number",
                    ),
                ],
            },
        ),
        migrations.RunPython(index_contacts, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(take_over_links, migrations.RunPython.noop, elidable=True),
        searchable_again("matters_matter", "grams"),
    ]

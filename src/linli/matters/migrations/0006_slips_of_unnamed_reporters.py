from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_reporters_their_slips(apps: Apps, _: BaseDatabaseSchemaEditor | None) -> None:
    """Until now only the reporter could have an unnamed slip: it goes under their receipt."""
    slips = apps.get_model("ratings", "RatingSlip").objects
    matters = apps.get_model("matters", "Matter").objects
    unnamed = slips.filter(person=None, receipt_hash="", subject__startswith="matter/")
    for pk, subject in unnamed.values_list("pk", "subject"):
        matter = matters.only("receipt_hash").get(pk=subject.removeprefix("matter/"))
        slips.filter(pk=pk).update(receipt_hash=matter.receipt_hash)


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_whole_indexes"), ("ratings", "0003_slips_by_receipt")]

    operations = [
        migrations.RunPython(give_reporters_their_slips, migrations.RunPython.noop),
    ]

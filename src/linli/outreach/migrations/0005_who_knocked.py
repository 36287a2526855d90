"""Who knocked on a round is whoever walked it."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_who_knocked(apps: Any, _: Any) -> None:
    visits = apps.get_model("outreach", "DoorVisit").objects.filter(walker=None)
    rounds = apps.get_model("outreach", "Patrol").objects.filter(pk=OuterRef("patrol"))
    visits.update(walker=Subquery(rounds.values("walker")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0004_visits_of_one_household"),
    ]

    operations = [migrations.RunPython(name_who_knocked, migrations.RunPython.noop)]

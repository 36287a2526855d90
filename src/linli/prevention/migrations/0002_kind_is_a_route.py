from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q


def keep_what_it_was_of(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """What was found by a topic keeps its name where the route stands now."""
    problems = apps.get_model("prevention", "Problem").objects
    problems.filter(route="").update(route=F("topic"))


class Migration(migrations.Migration):
    dependencies = [("prevention", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="problem", name="problem_has_a_kind"),
        migrations.RemoveConstraint(model_name="problem", name="one_running_problem_of_a_kind"),
        migrations.RunPython(keep_what_it_was_of, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="problem",
            name="route",
            field=models.CharField("分派规则", max_length=30),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                name="problem_has_a_kind", condition=~Q(route="")
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.UniqueConstraint(
                name="one_running_problem_of_a_kind",
                fields=["place", "route"],
                condition=Q(state__in=["spotted", "taken_on", "measures_set"]),
            ),
        ),
        migrations.RemoveField(model_name="problem", name="topic"),
    ]

from django.db import migrations, models

from linli.kernel.search import searchable_again


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_contact")]

    operations = [
        searchable_again("matters_matter", "grams"),
        migrations.AlterField(
            model_name="matter",
            name="measure",
            field=models.CharField(default="", max_length=4000, verbose_name="办理措施"),
        ),
        migrations.AlterField(
            model_name="matter",
            name="outcome",
            field=models.CharField(default="", max_length=4000, verbose_name="办理结果"),
        ),
        searchable_again("matters_matter", "grams"),
    ]

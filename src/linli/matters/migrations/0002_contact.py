from django.db import migrations

import linli.kernel.encryption
from linli.kernel.search import searchable_again


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [
        searchable_again("matters_matter", "grams"),
        migrations.AddField(
            model_name="matter",
            name="contact",
            field=linli.kernel.encryption.EncryptedTextField(default="", verbose_name="怎么联系"),
        ),
        searchable_again("matters_matter", "grams"),
    ]

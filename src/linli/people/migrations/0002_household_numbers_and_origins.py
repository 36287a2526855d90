import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('town', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='villages', to='people.origin')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('town', 'name'), name='origin_once_a_town'),
                    models.UniqueConstraint(condition=models.Q(('town__isnull', True)), fields=('name',), name='origin_town_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='household',
            name='number',
            field=models.CharField(default='', max_length=20, verbose_name='户号'),
        ),
        migrations.AddField(
            model_name='household',
            name='origin',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='households', to='people.origin'),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0008_set_aside'),
        ('places', '0002_more_kinds_of_point'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('began_on', models.DateField(verbose_name='开始日期')),
                ('closed_on', models.DateField(null=True, verbose_name='结束日期')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='places.area')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('area', 'name'), name='campaign_name_once'),
                    models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('began_on')), _connector='OR'), name='campaign_ends_after_it_begins'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CampaignMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tagged_at', models.DateTimeField(verbose_name='归入时间')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='profiles.campaign')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaign_tags', to='matters.matter')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('campaign', 'matter'), name='campaign_matter_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Honour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='荣誉')),
                ('awarded_by', models.CharField(default='', max_length=80, verbose_name='授予单位')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='honours', to='places.area')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('area', 'title', 'year'), name='honour_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProfileFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('value', models.CharField(max_length=300, verbose_name='内容')),
                ('amount', models.PositiveIntegerField(null=True, verbose_name='数值')),
                ('source', models.CharField(max_length=120, verbose_name='依据')),
                ('as_of', models.DateField(verbose_name='哪天的情况')),
                ('stated_at', models.DateTimeField(verbose_name='填报时间')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profile_facts', to='places.area')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['area', 'founded', 'history', 'trait', 'origin', 'other'])), name='profile_fact_kind_known'),
                    models.UniqueConstraint(condition=models.Q(('kind__in', ['area', 'founded']), ('taken_back_at__isnull', True)), fields=('area', 'kind'), name='one_profile_fact_at_a_time'),
                ],
            },
        ),
    ]

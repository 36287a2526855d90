import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.append_only import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0007_involvement'),
        ('meetings', '0001_initial'),
        ('people', '0002_household_numbers_and_origins'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Whistle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=0, verbose_name='到过的层级')),
                ('ground', models.CharField(max_length=12, verbose_name='情形')),
                ('asked', models.CharField(max_length=300, verbose_name='要各家做什么')),
                ('state', models.CharField(default='working', max_length=8, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('options_digest', models.CharField(max_length=64, verbose_name='规则摘要')),
                ('blown_at', models.DateTimeField(verbose_name='吹哨时间')),
                ('judge_by', models.DateTimeField(null=True, verbose_name='评价期限')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='收哨时间')),
                ('blown_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='whistles', to='matters.matter')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['desk', 'state', 'blown_at'], name='whistle_of_desk'),
                    models.Index(fields=['blown_at', 'id'], name='whistle_blown'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['working', 'judging', 'ended'])), name='whistle_state_known'),
                    models.CheckConstraint(condition=models.Q(('ground__in', ['unsolved', 'enforcement', 'emergency'])), name='whistle_ground_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='whistle_ended_has_time'),
                    models.UniqueConstraint(condition=models.Q(('state', 'working')), fields=('matter',), name='one_running_whistle_a_matter'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CalledUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_lead', models.BooleanField(default=False, verbose_name='牵头')),
                ('state', models.CharField(default='called', max_length=8, verbose_name='状态')),
                ('times_passed_up', models.PositiveSmallIntegerField(default=0, verbose_name='上报次数')),
                ('called_at', models.DateTimeField(verbose_name='吹哨时间')),
                ('report_by', models.DateTimeField(verbose_name='报到期限')),
                ('arrived_at', models.DateTimeField(null=True, verbose_name='到场时间')),
                ('arrived_where', models.CharField(default='', max_length=60, verbose_name='到场地点')),
                ('arrived_who', models.CharField(default='', max_length=40, verbose_name='到场的人')),
                ('result_by', models.DateTimeField(null=True, verbose_name='结果期限')),
                ('result', models.CharField(default='', max_length=500, verbose_name='结果')),
                ('result_at', models.DateTimeField(null=True, verbose_name='结果时间')),
                ('released_at', models.DateTimeField(null=True, verbose_name='撤出时间')),
                ('release_reason', models.CharField(default='', max_length=300, verbose_name='撤出理由')),
                ('involvement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='called_units', to='matters.involvement')),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='people.organisation')),
                ('whistle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='coordination.whistle')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['unit', 'state', 'called_at'], name='called_unit_of_unit'),
                    models.Index(fields=['called_at', 'id'], name='called_unit_called'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('whistle', 'unit'), name='unit_called_once'),
                    models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('whistle',), name='one_leading_unit'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['called', 'present', 'done', 'released'])), name='called_unit_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['present', 'done']), _negated=True), ('arrived_at__isnull', False), _connector='OR'), name='called_unit_present_has_come'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(models.Q(('result', ''), _negated=True), ('result_at__isnull', False)), _connector='OR'), name='called_unit_done_has_result'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(models.Q(('release_reason', ''), _negated=True), ('released_at__isnull', False)), _connector='OR'), name='called_unit_released_has_reason'),
                    models.CheckConstraint(condition=models.Q(('arrived_at', None), ('arrived_at__gte', models.F('called_at')), _connector='OR'), name='called_unit_comes_after_the_call'),
                ],
            },
        ),
        migrations.CreateModel(
            name='JointTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=0, verbose_name='到过的层级')),
                ('decision', models.CharField(max_length=500, verbose_name='议定什么')),
                ('due_on', models.DateField(verbose_name='哪天前办到')),
                ('state', models.CharField(default='agreed', max_length=8, verbose_name='状态')),
                ('agreed_at', models.DateTimeField(verbose_name='议定时间')),
                ('result', models.CharField(default='', max_length=500, verbose_name='结果')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('involvement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_tasks', to='matters.involvement')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joint_task', to='meetings.agendaitem')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_tasks', to='matters.matter')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_tasks', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'state', 'due_on'], name='joint_task_of_unit'), models.Index(fields=['agreed_at', 'id'], name='joint_task_agreed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'done', 'dropped'])), name='joint_task_state_known'), models.CheckConstraint(condition=models.Q(('state', 'agreed'), models.Q(models.Q(('result', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='joint_task_ended_has_result')],
            },
        ),
        migrations.CreateModel(
            name='UnitJudgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('response', models.PositiveSmallIntegerField(verbose_name='响应')),
                ('outcome', models.PositiveSmallIntegerField(verbose_name='效果')),
                ('attitude', models.PositiveSmallIntegerField(verbose_name='态度')),
                ('words', models.CharField(default='', max_length=200, verbose_name='评语')),
                ('judged_at', models.DateTimeField(verbose_name='评价时间')),
                ('called', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='judgement', to='coordination.calledunit')),
                ('judge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['judged_at', 'id'], name='unit_judgement_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('response__gte', 1), ('response__lte', 5)), name='unit_judgement_response_from_one_to_five'), models.CheckConstraint(condition=models.Q(('outcome__gte', 1), ('outcome__lte', 5)), name='unit_judgement_outcome_from_one_to_five'), models.CheckConstraint(condition=models.Q(('attitude__gte', 1), ('attitude__lte', 5)), name='unit_judgement_attitude_from_one_to_five')],
            },
        ),
        append_only('coordination_unitjudgement'),
    ]

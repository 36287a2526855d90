import django.db.models.deletion
import linli.meetings.rules
from django.db import migrations, models

from linli.kernel.append_only import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('state', models.CharField(default=linli.meetings.rules.State['PLANNED'], max_length=10, verbose_name='状态')),
                ('kind', models.CharField(max_length=30, verbose_name='种类')),
                ('kind_label', models.CharField(max_length=30, verbose_name='当地叫法')),
                ('kind_label_en', models.CharField(max_length=60, verbose_name='英文叫法')),
                ('is_public', models.BooleanField(default=False, verbose_name='居民都可以来')),
                ('quorum', models.CharField(default=linli.meetings.rules.Quorum['NONE'], max_length=16, verbose_name='到会人数')),
                ('title', models.CharField(max_length=60, verbose_name='会议名称')),
                ('venue', models.CharField(default='', max_length=60, verbose_name='在哪里开')),
                ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                ('called_at', models.DateTimeField(verbose_name='召集时间')),
                ('period_on', models.DateField(null=True, verbose_name='哪一期')),
                ('minutes', models.TextField(default='', verbose_name='纪要')),
                ('public_words', models.TextField(default='', verbose_name='给大家看的话')),
                ('held_at', models.DateTimeField(null=True, verbose_name='记纪要时间')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='取消的原因')),
                ('convener', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='places.area')),
                ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='places.point')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'kind', 'starts_at'], name='meeting_by_place'),
                    models.Index(fields=['starts_at', 'id'], name='meeting_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'cancelled'])), name='meeting_state_known'),
                    models.CheckConstraint(condition=models.Q(('quorum__in', ['none', 'more_than_half', 'two_thirds'])), name='meeting_quorum_known'),
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_ends_after_it_starts'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), models.Q(models.Q(('minutes', ''), _negated=True), ('held_at__isnull', False)), _connector='OR'), name='meeting_held_has_minutes'),
                    models.UniqueConstraint(condition=models.Q(('period_on__isnull', False)), fields=('place', 'kind', 'period_on'), name='meeting_once_a_period'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Invitee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(default='', max_length=30, verbose_name='身份')),
                ('answer', models.CharField(default='', max_length=4, verbose_name='回复')),
                ('words', models.CharField(default='', max_length=100, verbose_name='留言')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='回复时间')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitees', to='meetings.meeting')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('person__isnull', True), ('organisation__isnull', True), _connector='XOR'), name='invitee_is_a_person_or_a_unit'),
                    models.CheckConstraint(condition=models.Q(('answer__in', ['', 'yes', 'no'])), name='invitee_answer_known'),
                    models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('meeting', 'person'), name='invitee_once_a_person'),
                    models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('meeting', 'organisation'), name='invitee_once_a_unit'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heads', models.PositiveSmallIntegerField(default=1, verbose_name='人数')),
                ('came_at', models.DateTimeField(verbose_name='签到时间')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='meetings.meeting')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('heads__gte', 1)), name='attendance_of_somebody'),
                    models.CheckConstraint(condition=models.Q(('person__isnull', True), ('heads', 1), _connector='OR'), name='attendance_named_is_one'),
                    models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('meeting', 'person'), name='attendance_once_a_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('title', models.CharField(max_length=80, verbose_name='议题')),
                ('subject', models.CharField(db_index=True, default='', max_length=60, verbose_name='关于')),
                ('is_public', models.BooleanField(default=False, verbose_name='可以公开')),
                ('outcome', models.CharField(default='', max_length=1000, verbose_name='结果')),
                ('responsible', models.JSONField(default=list, verbose_name='谁来办')),
                ('due_on', models.DateField(null=True, verbose_name='期限')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='议定时间')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='meetings.meeting')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'position'), name='agenda_position_once'),
                    models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='agenda_closed_has_outcome'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(verbose_name='签字时间')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='meetings.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'person'), name='signature_once'),
                ],
            },
        ),
        append_only('meetings_signature'),
    ]

import django.db.models.deletion
import linli.kernel.encryption
import linli.volunteers.rules.certificates
import linli.volunteers.rules.registration
import linli.volunteers.rules.service
import linli.volunteers.rules.shifts
import linli.volunteers.rules.stars
import linli.volunteers.rules.training
from django.db import migrations, models

from linli.kernel.append_only import append_only
from linli.kernel.no_overlap import no_overlap


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0004_persons_who_stand_twice'),
        ('places', '0002_more_kinds_of_point'),
    ]

    operations = [
        migrations.CreateModel(
            name='AppointmentLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('words', models.CharField(default='', max_length=300, verbose_name='聘书上的话')),
                ('issued_on', models.DateField(verbose_name='签发日期')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('term', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='people.term')),
            ],
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('state', models.CharField(default=linli.volunteers.rules.training.CourseState['PLANNED'], max_length=10, verbose_name='状态')),
                ('title', models.CharField(max_length=60, verbose_name='培训名称')),
                ('organiser', models.CharField(max_length=60, verbose_name='谁来办')),
                ('certificate', models.CharField(default='', max_length=30, verbose_name='结业发的证')),
                ('certificate_months', models.PositiveSmallIntegerField(default=0, verbose_name='证书管几个月')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='名额')),
                ('taken', models.PositiveSmallIntegerField(default=0, verbose_name='已报名')),
                ('planned_at', models.DateTimeField(verbose_name='发布时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='办完时间')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='取消的原因')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='places.area')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'state'], name='course_by_place'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'finished', 'cancelled'])), name='course_state_known'),
                    models.CheckConstraint(condition=models.Q(('taken__lte', models.F('seats'))), name='course_has_seats'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default=linli.volunteers.rules.training.EnrolmentState['SIGNED_UP'], max_length=12, verbose_name='状态')),
                ('signed_up_at', models.DateTimeField(verbose_name='报名时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结业时间')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='volunteers.course')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['signed_up', 'signed_off', 'passed', 'not_passed'])), name='enrolment_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=14, verbose_name='形式')),
                ('title', models.CharField(max_length=60, verbose_name='讲什么')),
                ('teacher', models.CharField(default='', max_length=60, verbose_name='谁来讲')),
                ('venue', models.CharField(default='', max_length=60, verbose_name='在哪里')),
                ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='volunteers.course')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('form__in', ['lecture', 'demonstration', 'practice'])), name='lesson_form_known'),
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='lesson_ends_after_it_starts'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LessonAttendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noted_at', models.DateTimeField(verbose_name='记录时间')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='volunteers.enrolment')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='volunteers.lesson')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('lesson', 'enrolment'), name='at_lesson_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_donate_only', models.BooleanField(default=False, verbose_name='只能捐赠')),
                ('kind', models.CharField(max_length=30, verbose_name='服务种类')),
                ('what', models.CharField(max_length=60, verbose_name='做了什么')),
                ('recipient', models.CharField(default='', max_length=60, verbose_name='服务对象')),
                ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                ('minutes', models.IntegerField(verbose_name='分钟')),
                ('source', models.CharField(max_length=10, verbose_name='来源')),
                ('source_ref', models.CharField(default='', max_length=60, verbose_name='来自哪里')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='更正的原因')),
                ('recorded_by', models.CharField(max_length=60, verbose_name='谁记的')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='volunteers.servicerecord')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_records', to='places.area')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'ends_at'], name='service_by_place'),
                    models.Index(fields=['source_ref'], name='service_by_source'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('source__in', ['order', 'event', 'shift', 'late'])), name='service_source_known'),
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='service_ends_after_it_starts'),
                    models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('minutes__gt', 0)), models.Q(('corrects__isnull', False), models.Q(('minutes', 0), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='service_minutes_or_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceJudgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=6, verbose_name='评价')),
                ('words', models.CharField(default='', max_length=200, verbose_name='说了什么')),
                ('judged_by', models.CharField(max_length=60, verbose_name='谁评的')),
                ('judged_at', models.DateTimeField(verbose_name='评价时间')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='judgement', to='volunteers.servicerecord')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['good', 'fair', 'poor'])), name='service_verdict_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StarAward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('star', models.PositiveSmallIntegerField(verbose_name='几星')),
                ('minutes', models.PositiveIntegerField(verbose_name='公示时的分钟')),
                ('state', models.CharField(default=linli.volunteers.rules.stars.StarState['NOTICED'], max_length=10, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('noticed_at', models.DateTimeField(verbose_name='公示时间')),
                ('closes_at', models.DateTimeField(verbose_name='公示到')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='评定时间')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='不评定或撤销的原因')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('noticed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['state', 'closes_at'], name='star_by_state'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['noticed', 'granted', 'refused', 'revoked'])), name='star_state_known'),
                    models.CheckConstraint(condition=models.Q(('star__gte', 1)), name='star_at_least_one'),
                    models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('noticed_at'))), name='star_notice_has_length'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'revoked']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='star_taken_away_with_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StarObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', linli.kernel.encryption.EncryptedTextField(verbose_name='为什么')),
                ('made_at', models.DateTimeField(verbose_name='提出时间')),
                ('state', models.CharField(default=linli.volunteers.rules.stars.ObjectionState['OPEN'], max_length=10, verbose_name='状态')),
                ('ruled_at', models.DateTimeField(null=True, verbose_name='处理时间')),
                ('ruling', models.CharField(default='', max_length=300, verbose_name='处理意见')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='volunteers.staraward')),
                ('objector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('ruled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('award', 'objector'), name='objection_open_once'),
                    models.CheckConstraint(condition=models.Q(('ruled_by', None), models.Q(('ruled_by', models.F('objector')), _negated=True), _connector='OR'), name='objection_ruled_by_another'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ruled_at', None), ('state', 'open')), models.Q(('ruled_at__isnull', False), ('state__in', ['upheld', 'dismissed']), models.Q(('ruling', ''), _negated=True)), _connector='OR'), name='objection_ruled_as_it_says'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10, verbose_name='种类')),
                ('is_donate_only', models.BooleanField(default=False, verbose_name='时数只能捐赠')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='people.organisation')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['community', 'party', 'youth', 'women', 'silver'])), name='team_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=60, verbose_name='做什么')),
                ('kind', models.CharField(max_length=30, verbose_name='服务种类')),
                ('venue', models.CharField(default='', max_length=60, verbose_name='在哪里')),
                ('risk', models.CharField(default='ordinary', max_length=30, verbose_name='哪一种风险')),
                ('certificate', models.CharField(default='', max_length=30, verbose_name='要有什么证')),
                ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                ('places', models.PositiveSmallIntegerField(verbose_name='几个人')),
                ('taken', models.PositiveSmallIntegerField(default=0, verbose_name='有几个人了')),
                ('state', models.CharField(default=linli.volunteers.rules.shifts.ShiftState['OPEN'], max_length=10, verbose_name='状态')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='取消的原因')),
                ('planned_at', models.DateTimeField(verbose_name='发布时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结束后清点时间')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='places.area')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='volunteers.team')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'starts_at'], name='shift_by_place'),
                    models.Index(fields=['state', 'ends_at'], name='shift_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['open', 'cancelled'])), name='shift_state_known'),
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_it_starts'),
                    models.CheckConstraint(condition=models.Q(('places__gte', 1), ('taken__lte', models.F('places'))), name='shift_has_places'),
                ],
            },
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='volunteers.team'),
        ),
        migrations.CreateModel(
            name='TeamLead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_on', models.DateField(verbose_name='开始日期')),
                ('ended_on', models.DateField(null=True, verbose_name='结束日期')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='volunteers.team')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('team',), name='one_leader_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, null=True, unique=True, verbose_name='志愿者编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('state', models.CharField(default=linli.volunteers.rules.registration.VolunteerState['APPLIED'], max_length=10, verbose_name='状态')),
                ('is_listed', models.BooleanField(default=False, verbose_name='愿意公开姓名')),
                ('stated_born_on', models.DateField(null=True, verbose_name='自己填的出生日期')),
                ('occupation', models.CharField(default='', max_length=30, verbose_name='职业')),
                ('radius', models.PositiveIntegerField(default=1000, verbose_name='愿意走多远（米）')),
                ('words', models.CharField(default='', max_length=200, verbose_name='想说的话')),
                ('applied_at', models.DateTimeField(verbose_name='登记时间')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='通过时间')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='没有通过的原因')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='退出时间')),
                ('calendar_key', linli.kernel.encryption.EncryptedTextField(default='', verbose_name='日历地址里的暗号')),
                ('calendar_key_index', models.CharField(db_index=True, default='', max_length=64)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='places.area')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='volunteer', to='people.person')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['area', 'state'], name='volunteer_by_area'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'active', 'refused', 'withdrawn'])), name='volunteer_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), models.Q(('accepted_at__isnull', False), ('ended_at', None), ('number__isnull', False)), _connector='OR'), name='volunteer_active_has_number'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='volunteer_refused_has_reason'),
                    models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('person')), _negated=True), _connector='OR'), name='volunteer_not_reviewed_by_self'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StarExclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='从哪天')),
                ('until_on', models.DateField(verbose_name='到哪天')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('excluded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='exclusion_has_length'),
                ],
            },
        ),
        migrations.AddField(
            model_name='staraward',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stars', to='volunteers.volunteer'),
        ),
        migrations.CreateModel(
            name='ShiftPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default=linli.volunteers.rules.shifts.PlaceState['TAKEN'], max_length=12, verbose_name='状态')),
                ('taken_at', models.DateTimeField(verbose_name='报班时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='退班或清点时间')),
                ('reason', models.CharField(default='', max_length=100, verbose_name='原因')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='提醒时间')),
                ('record', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shift_place', to='volunteers.servicerecord')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='volunteers.shift')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shift_places', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'state'], name='shift_place_by_state'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['taken', 'given_back', 'dropped_out', 'lapsed', 'cancelled', 'unknown', 'confirmed', 'no_show'])), name='shift_place_state_known'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ['taken', 'unknown', 'confirmed', 'no_show'])), fields=('shift', 'volunteer'), name='shift_place_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins', models.BigIntegerField(verbose_name='从')),
                ('ends', models.BigIntegerField(verbose_name='到')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='span', to='volunteers.servicerecord')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spans', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'begins'], name='span_of_volunteer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends__gt', models.F('begins'))), name='span_forward'),
                ],
            },
        ),
        migrations.AddField(
            model_name='servicerecord',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='volunteers.volunteer'),
        ),
        migrations.CreateModel(
            name='ServiceDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='哪天')),
                ('minutes', models.PositiveSmallIntegerField(default=0, verbose_name='分钟')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'day'), name='service_day_once'),
                    models.CheckConstraint(condition=models.Q(('minutes__gte', 0), ('minutes__lte', 1440)), name='service_day_is_a_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RiskAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('risk', models.CharField(max_length=30, verbose_name='哪一种风险')),
                ('digest', models.CharField(max_length=64, verbose_name='告知内容的摘要')),
                ('agreed_at', models.DateTimeField(verbose_name='同意时间')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risk_agreements', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'risk', 'digest'), name='risk_agreed_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RecordProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16, unique=True, verbose_name='验证码')),
                ('since', models.DateField(null=True, verbose_name='从哪天')),
                ('until', models.DateField(verbose_name='到哪天')),
                ('content', linli.kernel.encryption.EncryptedTextField(verbose_name='证明上写的')),
                ('issued_by', models.CharField(max_length=60, verbose_name='谁开的')),
                ('issued_at', models.DateTimeField(verbose_name='开具时间')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='volunteers.volunteer')),
            ],
        ),
        migrations.CreateModel(
            name='LateEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='服务种类')),
                ('what', models.CharField(max_length=60, verbose_name='做了什么')),
                ('recipient', models.CharField(default='', max_length=60, verbose_name='服务对象')),
                ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                ('evidence', models.CharField(max_length=200, verbose_name='凭据')),
                ('state', models.CharField(default=linli.volunteers.rules.service.LateState['WAITING'], max_length=10, verbose_name='状态')),
                ('entered_at', models.DateTimeField(verbose_name='录入时间')),
                ('ruled_at', models.DateTimeField(null=True, verbose_name='复核时间')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='不通过的原因')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('ruled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('record', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='late_entry', to='volunteers.servicerecord')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteers.team')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_entries', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='late_ends_after_it_starts'),
                    models.CheckConstraint(condition=models.Q(('ruled_by', None), models.Q(('ruled_by', models.F('entered_by')), _negated=True), _connector='OR'), name='late_ruled_by_a_second_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('record', None), ('ruled_at', None), ('state', 'waiting')), models.Q(('record__isnull', False), ('ruled_at__isnull', False), ('state', 'confirmed')), models.Q(('record', None), ('ruled_at__isnull', False), ('state', 'refused'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='late_ruled_as_it_says'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Insurance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('insurer', models.CharField(max_length=60, verbose_name='保险公司')),
                ('policy_number', models.CharField(max_length=60, verbose_name='保单号')),
                ('valid_from', models.DateField(verbose_name='从哪天')),
                ('valid_until', models.DateField(verbose_name='到哪天')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='insurances', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'insurer', 'policy_number'), name='insurance_once'),
                    models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='insurance_ends_after_it_begins'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HealthStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_fit', models.BooleanField(verbose_name='身体健康')),
                ('words', linli.kernel.encryption.EncryptedTextField(default='', verbose_name='说明')),
                ('stated_on', models.DateField(verbose_name='声明日期')),
                ('erased_at', models.DateTimeField(null=True, verbose_name='删除时间')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='health_statements', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'stated_on'], name='health_newest'),
                ],
            },
        ),
        migrations.CreateModel(
            name='GuardianConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='监护人')),
                ('relation', models.CharField(max_length=20, verbose_name='与本人关系')),
                ('evidence', models.CharField(max_length=80, verbose_name='凭据')),
                ('given_on', models.DateField(verbose_name='同意日期')),
                ('withdrawn_on', models.DateField(null=True, verbose_name='收回日期')),
                ('guardian', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guardian_consents', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('volunteer',), name='guardian_consents_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='volunteers.volunteer'),
        ),
        migrations.CreateModel(
            name='Commendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='称号')),
                ('awarded_by', models.CharField(max_length=60, verbose_name='谁表彰的')),
                ('awarded_on', models.DateField(verbose_name='日期')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commendations', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'title', 'awarded_on'), name='commended_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='种类')),
                ('kind_label', models.CharField(max_length=30, verbose_name='叫什么')),
                ('issuer', models.CharField(max_length=60, verbose_name='谁发的')),
                ('certificate_number', models.CharField(default='', max_length=60, verbose_name='证书编号')),
                ('issued_on', models.DateField(verbose_name='发证日期')),
                ('valid_until', models.DateField(null=True, verbose_name='有效到哪天')),
                ('state', models.CharField(default=linli.volunteers.rules.certificates.CertificateState['SUBMITTED'], max_length=10, verbose_name='状态')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='核验时间')),
                ('warned_on', models.DateField(null=True, verbose_name='提醒日期')),
                ('ended_on', models.DateField(null=True, verbose_name='过期或撤销日期')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='不通过或撤销的原因')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('course', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='volunteers.course')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['volunteer', 'kind', 'state'], name='certificate_held'),
                    models.Index(fields=['state', 'valid_until'], name='certificate_running_out'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'verified', 'refused', 'lapsed', 'revoked'])), name='certificate_state_known'),
                    models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('issued_on')), _connector='OR'), name='certificate_ends_after_it_begins'),
                    models.CheckConstraint(condition=models.Q(('verified_by', None), ('course__isnull', False), models.Q(('verified_by', models.F('entered_by')), _negated=True), _connector='OR'), name='certificate_verified_by_a_second_person'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), _negated=True), ('verified_at__isnull', False), _connector='OR'), name='certificate_verified_has_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='周几')),
                ('begins', models.PositiveSmallIntegerField(verbose_name='从')),
                ('ends', models.PositiveSmallIntegerField(verbose_name='到')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availabilities', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'weekday', 'begins'), name='availability_once'),
                    models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends')), ('ends__lte', 1440), ('weekday__lt', 7)), name='availability_within_a_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VolunteerTrait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10, verbose_name='哪一类')),
                ('code', models.CharField(max_length=30, verbose_name='代码')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traits', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['kind', 'code'], name='trait_by_code'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('volunteer', 'kind', 'code'), name='trait_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['skill', 'wish', 'language'])), name='trait_kind_known'),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name='staraward',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['noticed', 'granted'])), fields=('volunteer', 'star'), name='star_once'),
        ),
        migrations.AddIndex(
            model_name='servicerecord',
            index=models.Index(fields=['volunteer', 'ends_at'], name='service_by_volunteer'),
        ),
        migrations.AddConstraint(
            model_name='servicerecord',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects', None), models.Q(('source_ref', ''), _negated=True)), fields=('volunteer', 'source', 'source_ref'), name='service_once_a_source'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('course', 'volunteer'), name='enrolled_once'),
        ),
        append_only('volunteers_servicerecord'),
        no_overlap('volunteers_servicespan', key='volunteer_id'),
    ]

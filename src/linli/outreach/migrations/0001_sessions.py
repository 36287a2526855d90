import django.db.models.deletion
import linli.kernel.encryption
import linli.outreach.rules.wishes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_initial'),
        ('matters', '0007_involvement'),
        ('meetings', '0001_initial'),
        ('people', '0002_household_numbers_and_origins'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoxOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('papers_found', models.PositiveSmallIntegerField(verbose_name='几张纸')),
                ('opened_at', models.DateTimeField(verbose_name='开箱时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='登记完的时间')),
                ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='places.point')),
                ('opener', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['box', 'opened_at'], name='box_opened'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('opener', models.F('witness')), _negated=True), name='box_opened_by_two'),
                ],
            },
        ),
        migrations.CreateModel(
            name='GroupCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='群名')),
                ('good_until', models.DateField(verbose_name='有效到')),
                ('put_up_at', models.DateTimeField(verbose_name='上传时间')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('picture', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.attachment')),
            ],
        ),
        migrations.CreateModel(
            name='OpenHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='星期几')),
                ('opens', models.TimeField(verbose_name='开门')),
                ('closes', models.TimeField(verbose_name='关门')),
                ('keeper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_hours', to='places.point')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('point', 'weekday', 'opens'), name='open_hour_once'),
                    models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='open_hour_weekday'),
                    models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='open_hour_closes_later'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='第几张')),
                ('state', models.CharField(default='typed', max_length=10, verbose_name='状态')),
                ('words', models.TextField(default='', verbose_name='纸条上的话')),
                ('reason', models.CharField(default='', max_length=100, verbose_name='为什么不登记')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('opening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='outreach.boxopening')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('opening', 'position'), name='paper_once'),
                    models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('typed_by')), _negated=True), _connector='OR'), name='paper_confirmed_by_the_other'),
                    models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', None), ('matter', None), ('state', 'typed')), models.Q(('confirmed_by__isnull', False), ('matter__isnull', False), ('state', 'taken')), models.Q(('confirmed_by__isnull', False), ('matter', None), ('state', 'set_aside'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='paper_ends_as_it_says'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReportBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_finished', models.BooleanField(default=False, verbose_name='那时办结了')),
                ('told_at', models.DateTimeField(verbose_name='反馈时间')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports_back', to='matters.matter')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports_back', to='meetings.meeting')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'matter'), name='reported_back_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('called', models.CharField(max_length=20, verbose_name='怎么称呼')),
                ('age', models.PositiveSmallIntegerField(verbose_name='几岁')),
                ('words', models.CharField(max_length=300, verbose_name='金点子')),
                ('guardian', linli.kernel.encryption.EncryptedTextField(default='', verbose_name='监护人')),
                ('relationship', models.CharField(default='', max_length=20, verbose_name='关系')),
                ('way', models.CharField(default='', max_length=20, verbose_name='怎么同意的')),
                ('may_publish', models.BooleanField(default=False, verbose_name='可以贴出来')),
                ('answer', models.CharField(default='', max_length=300, verbose_name='给小朋友的回信')),
                ('said_at', models.DateTimeField(verbose_name='提出时间')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='回信时间')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('age__gte', 14), models.Q(models.Q(('relationship', ''), _negated=True), models.Q(('way', ''), _negated=True)), _connector='OR'), name='child_under_14_with_consent'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('state', models.CharField(default=linli.outreach.rules.wishes.WishState['PUT'], max_length=10, verbose_name='状态')),
                ('words', models.CharField(max_length=200, verbose_name='心愿')),
                ('public_words', models.CharField(default='', max_length=200, verbose_name='墙上的话')),
                ('guardian', models.CharField(default='', max_length=80, verbose_name='监护人同意')),
                ('outcome', models.CharField(default='', max_length=200, verbose_name='怎么实现的')),
                ('thanks', models.CharField(default='', max_length=200, verbose_name='谢谢')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='为什么不上墙')),
                ('put_at', models.DateTimeField(verbose_name='许愿时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='了结时间')),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='places.area')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('wisher', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'state', 'put_at'], name='wish_by_place'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['put', 'open', 'claimed', 'fulfilled', 'handed_on', 'declined', 'withdrawn'])), name='wish_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['open', 'claimed', 'fulfilled']), _negated=True), models.Q(('public_words', ''), _negated=True), _connector='OR'), name='wish_on_the_wall_has_public_words'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['claimed', 'fulfilled']), _negated=True), ('claimed_by__isnull', False), _connector='OR'), name='wish_claimed_by_somebody'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Answered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=60, verbose_name='问的什么')),
                ('people', models.PositiveSmallIntegerField(verbose_name='答了几人次')),
                ('noted_at', models.DateTimeField(verbose_name='记录时间')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answered', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='answered_somebody')],
            },
        ),
    ]

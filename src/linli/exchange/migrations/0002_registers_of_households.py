import django.db.models.deletion
import linli.kernel.encryption
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_initial'),
        ('people', '0003_more_kinds_of_organisation'),
        ('places', '0002_more_kinds_of_point'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120, verbose_name='文件')),
                ('brought_by', models.CharField(max_length=60, verbose_name='经手')),
                ('opens_rooms', models.BooleanField(default=False, verbose_name='登记新的房号')),
                ('state', models.CharField(default='checking', max_length=10, verbose_name='状态')),
                ('headings', models.JSONField(verbose_name='表头')),
                ('columns', models.JSONField(verbose_name='列对照')),
                ('row_count', models.PositiveIntegerField(verbose_name='行数')),
                ('checked_count', models.PositiveIntegerField(default=0, verbose_name='核对过的行数')),
                ('bad_count', models.PositiveIntegerField(default=0, verbose_name='有毛病的行数')),
                ('new_count', models.PositiveIntegerField(default=0, verbose_name='新登记')),
                ('changed_count', models.PositiveIntegerField(default=0, verbose_name='有改动')),
                ('same_count', models.PositiveIntegerField(default=0, verbose_name='没有变')),
                ('room_count', models.PositiveIntegerField(default=0, verbose_name='新的房号')),
                ('staged_at', models.DateTimeField(verbose_name='读入时间')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='导入或放弃的时间')),
                ('within', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['within', '-staged_at'], name='register_batch_recent'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'checked', 'ordered', 'committed', 'discarded'])), name='register_batch_state_known'),
                    models.CheckConstraint(condition=models.Q(('checked_count__lte', models.F('row_count'))), name='register_checks_no_more_than_there_are'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RegisterRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=60, verbose_name='工作表')),
                ('line', models.PositiveIntegerField(verbose_name='行号')),
                ('raw', linli.kernel.encryption.EncryptedTextField(default='', verbose_name='原样')),
                ('read', linli.kernel.encryption.EncryptedTextField(default='', verbose_name='读出')),
                ('id_index', models.CharField(default='', max_length=64, verbose_name='身份证号索引')),
                ('name_index', models.CharField(default='', max_length=64, verbose_name='姓名住处索引')),
                ('door_index', models.CharField(default='', max_length=64, verbose_name='户索引')),
                ('origin_index', models.CharField(default='', max_length=64, verbose_name='来源地索引')),
                ('relation', models.CharField(default='', max_length=20, verbose_name='与户主关系')),
                ('opens_room', models.BooleanField(default=False, verbose_name='房号是新的')),
                ('joins', models.BooleanField(default=False, verbose_name='加入组织')),
                ('standing', models.CharField(default='', max_length=8, verbose_name='核对结果')),
                ('changes', models.JSONField(default=list, verbose_name='改动')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='exchange.registerbatch')),
                ('home', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['batch', 'id'], name='register_row_in_order'),
                    models.Index(fields=['batch', 'standing', 'id'], name='register_row_by_standing'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('standing__in', ['', 'new', 'changed', 'same', 'bad'])), name='register_row_standing_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RegisterFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column', models.CharField(max_length=20, verbose_name='列')),
                ('sentence', models.CharField(max_length=120, verbose_name='怎么不对')),
                ('facts', linli.kernel.encryption.EncryptedTextField(default='', verbose_name='引用')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='exchange.registerbatch')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='exchange.registerrow')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['batch', 'column', 'sentence'], name='register_fault_by_kind'),
                ],
            },
        ),
    ]

import django.db.models.deletion
import django.db.models.expressions
import linli.ledger.rules.books
from django.db import migrations, models

from linli.kernel.append_only import append_only
from linli.kernel.double_entry import balanced


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0002_more_kinds_of_point'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('book', models.CharField(max_length=6, verbose_name='账本')),
                ('kind', models.CharField(max_length=12, verbose_name='种类')),
                ('owner', models.CharField(db_index=True, max_length=60, verbose_name='户主')),
                ('floor', models.BigIntegerField(null=True, verbose_name='下限')),
                ('posted', models.BigIntegerField(default=0, verbose_name='余额')),
                ('held', models.BigIntegerField(default=0, verbose_name='冻结')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='笔数')),
                ('state', models.CharField(default=linli.ledger.rules.books.State['OPEN'], max_length=8, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='开户时间')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger_accounts', to='places.area')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'book', 'kind'], name='ledger_account_kinds'),
                    models.Index(condition=models.Q(('floor__isnull', True)), fields=['id'], name='ledger_account_unbounded'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('place', 'book', 'kind', 'owner'), name='ledger_account_once'),
                    models.CheckConstraint(condition=models.Q(('book__in', ['hour', 'point', 'cny'])), name='ledger_account_book_known'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'household', 'organisation', 'project', 'fund', 'pool', 'issuer', 'redeemed', 'expired', 'clawback', 'clearing', 'suspense'])), name='ledger_account_kind_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['open', 'frozen', 'closed'])), name='ledger_account_state_known'),
                    models.CheckConstraint(condition=models.Q(('held__gte', 0)), name='ledger_account_held_not_negative'),
                    models.CheckConstraint(condition=models.Q(('floor__isnull', True), ('posted__gte', django.db.models.expressions.CombinedExpression(models.F('held'), '+', models.F('floor'))), _connector='OR'), name='ledger_account_above_its_floor'),
                    models.CheckConstraint(condition=models.Q(('floor__isnull', False), models.Q(('held', 0), ('posted', 0), ('version', 0)), _connector='OR'), name='ledger_account_unbounded_keeps_nothing'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True, verbose_name='唯一编号')),
                ('body_hash', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('amount', models.BigIntegerField(verbose_name='数量')),
                ('order', models.CharField(db_index=True, default='', max_length=60, verbose_name='来自')),
                ('actor', models.CharField(max_length=60, verbose_name='经手')),
                ('made_at', models.DateTimeField(verbose_name='冻结时间')),
                ('expires_at', models.DateTimeField(db_index=True, verbose_name='到期时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='ledger.ledgeraccount')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='hold_of_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LedgerPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='摘要')),
                ('book', models.CharField(max_length=6, verbose_name='账本')),
                ('code', models.CharField(max_length=40, verbose_name='代号')),
                ('terms', models.JSONField(verbose_name='内容')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('book__in', ['hour', 'point', 'cny'])), name='ledger_policy_book_known')],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.BigIntegerField(verbose_name='数量')),
                ('left', models.BigIntegerField(verbose_name='剩余')),
                ('expires_on', models.DateField(null=True, verbose_name='到期日期')),
                ('origin', models.CharField(max_length=8, verbose_name='来源')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='ledger.ledgeraccount')),
                ('root', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offspring', to='ledger.lot')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('left__gt', 0)), fields=['account', 'expires_on'], name='lot_to_use'),
                    models.Index(condition=models.Q(('left__gt', 0)), fields=['expires_on'], name='lot_lapsing'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='lot_holds_something'),
                    models.CheckConstraint(condition=models.Q(('left__gte', 0), ('left__lte', models.F('quantity'))), name='lot_left_within_quantity'),
                    models.CheckConstraint(condition=models.Q(('origin__in', ['service', 'team', 'grant', 'award', 'opening'])), name='lot_origin_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, unique=True, verbose_name='唯一编号')),
                ('body_hash', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('book', models.CharField(max_length=6, verbose_name='账本')),
                ('code', models.CharField(max_length=10, verbose_name='种类')),
                ('order', models.CharField(db_index=True, default='', max_length=60, verbose_name='来自')),
                ('basis', models.CharField(default='', max_length=60, verbose_name='依据')),
                ('actor', models.CharField(max_length=60, verbose_name='经手')),
                ('on_behalf_of', models.CharField(default='', max_length=60, verbose_name='代谁')),
                ('approver', models.CharField(default='', max_length=60, verbose_name='复核')),
                ('reason', models.CharField(default='', max_length=200, verbose_name='事由')),
                ('effective_on', models.DateField(verbose_name='发生日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记账时间')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.ledgerpolicy')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.transfer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['place', 'book', 'id'], name='transfer_by_place'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('book__in', ['hour', 'point', 'cny'])), name='transfer_book_known'),
                    models.CheckConstraint(condition=models.Q(('code__in', ['earn', 'endow', 'grant', 'capture', 'gift', 'donate', 'redeem', 'expire', 'reverse', 'clawback', 'adjust', 'settle'])), name='transfer_code_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('code', 'reverse'), ('reverses__isnull', False)), models.Q(models.Q(('code', 'reverse'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='transfer_reversal_says_of_what'),
                    models.CheckConstraint(condition=models.Q(models.Q(('code', 'adjust'), _negated=True), models.Q(models.Q(('approver', ''), _negated=True), models.Q(('approver', models.F('actor')), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='transfer_adjusted_by_two'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceMinutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True, verbose_name='唯一编号')),
                ('body_hash', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('minutes', models.IntegerField(verbose_name='分钟')),
                ('amount', models.IntegerField(verbose_name='折算')),
                ('kept', models.IntegerField(verbose_name='存入')),
                ('spare', models.IntegerField(verbose_name='余下分钟')),
                ('order', models.CharField(db_index=True, default='', max_length=60, verbose_name='来自')),
                ('served_on', models.DateField(verbose_name='服务日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记账时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='ledger.ledgeraccount')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.ledgerpolicy')),
                ('transfer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_minutes', to='ledger.transfer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['account', 'id'], name='service_minutes_of'),
                    models.Index(fields=['account', 'served_on'], name='service_minutes_on'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('minutes', 0), _negated=True), name='service_minutes_not_none'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delta', models.BigIntegerField(verbose_name='增减')),
                ('version', models.PositiveIntegerField(null=True, verbose_name='第几笔')),
                ('balance', models.BigIntegerField(null=True, verbose_name='余额')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.ledgeraccount')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.transfer')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['account', 'delta'], name='posting_sum'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('transfer', 'account'), name='posting_once_a_transfer'),
                    models.UniqueConstraint(fields=('account', 'version'), name='posting_version_once'),
                    models.CheckConstraint(condition=models.Q(('delta', 0), _negated=True), name='posting_moves_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('balance__isnull', True), ('version__isnull', True)), models.Q(('balance__isnull', False), ('version__gte', 1)), _connector='OR'), name='posting_balance_with_version'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LotUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.BigIntegerField(verbose_name='数量')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='ledger.lot')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lot_uses', to='ledger.transfer')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('transfer', 'lot'), name='lot_use_once'),
                    models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='lot_use_of_something'),
                ],
            },
        ),
        migrations.AddField(
            model_name='lot',
            name='transfer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='ledger.transfer'),
        ),
        migrations.CreateModel(
            name='HoldEnd',
            fields=[
                ('hold', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='end', serialize=False, to='ledger.hold')),
                ('kind', models.CharField(max_length=8, verbose_name='方式')),
                ('actor', models.CharField(max_length=60, verbose_name='经手')),
                ('ended_at', models.DateTimeField(verbose_name='解冻时间')),
                ('transfer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.transfer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'captured'), ('transfer__isnull', False)), models.Q(('kind__in', ['voided', 'expired']), ('transfer__isnull', True)), _connector='OR'), name='hold_end_captured_has_transfer'),
                ],
            },
        ),
        balanced(
            transfer='ledger_transfer',
            posting='ledger_posting',
            account='ledger_ledgeraccount',
        ),
        *(
            append_only(f'ledger_{table}')
            for table in (
                'hold', 'holdend', 'ledgerpolicy', 'lotuse', 'posting', 'serviceminutes', 'transfer'
            )
        ),
    ]

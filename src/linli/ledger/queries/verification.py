"""核对总账: every promise of the ledger, asked of all rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from linli.kernel.words import Words

MOST_SAMPLES = 5

# Each asks for the ids of what breaks the promise; an empty answer is a kept promise.
PROMISES: tuple[tuple[str, str], ...] = (
    (
        "每张凭证借贷相等，至少两笔",
        """
        SELECT transfer_id FROM ledger_posting GROUP BY transfer_id
        HAVING COUNT(*) < 2 OR SUM(delta) <> 0
        """,
    ),
    (
        "每张凭证都有分录",
        """
        SELECT id FROM ledger_transfer AS transfer WHERE NOT EXISTS
            (SELECT 1 FROM ledger_posting WHERE transfer_id = transfer.id)
        """,
    ),
    (
        "凭证只在一本账里",
        """
        SELECT transfer.id FROM ledger_posting AS posting
        JOIN ledger_ledgeraccount AS account ON account.id = posting.account_id
        JOIN ledger_transfer AS transfer ON transfer.id = posting.transfer_id
        WHERE account.book <> transfer.book
        """,
    ),
    (
        "余额等于分录之和，笔数连续",
        """
        SELECT account.id FROM ledger_ledgeraccount AS account
        LEFT JOIN (
            SELECT account_id, SUM(delta) AS total, COUNT(*) AS many,
                   COUNT(version) AS counted, MIN(version) AS first, MAX(version) AS last
            FROM ledger_posting GROUP BY account_id
        ) AS sums ON sums.account_id = account.id
        WHERE account.floor IS NOT NULL AND (
            account.posted <> COALESCE(sums.total, 0)
            OR account.version <> COALESCE(sums.many, 0)
            OR COALESCE(sums.many, 0) <> COALESCE(sums.counted, 0)
            OR COALESCE(sums.first, 1) <> 1
            OR COALESCE(sums.last, 0) <> account.version
        )
        """,
    ),
    (
        "每笔的余额接着上一笔",
        """
        SELECT id FROM (
            SELECT id, delta, balance, version,
                   LAG(balance, 1, 0) OVER (PARTITION BY account_id ORDER BY version) AS before
            FROM ledger_posting WHERE version IS NOT NULL
        ) AS chain WHERE balance <> before + delta
        """,
    ),
    (
        "可用的不低于下限",
        """
        SELECT id FROM ledger_ledgeraccount
        WHERE held < 0 OR (floor IS NOT NULL AND posted - held < floor)
        """,
    ),
    (
        "冻结等于未结清的冻结之和",
        """
        SELECT account.id FROM ledger_ledgeraccount AS account
        LEFT JOIN (
            SELECT hold.account_id, SUM(hold.amount) AS open FROM ledger_hold AS hold
            LEFT JOIN ledger_holdend AS ending ON ending.hold_id = hold.id
            WHERE ending.hold_id IS NULL GROUP BY hold.account_id
        ) AS holds ON holds.account_id = account.id
        WHERE account.held <> COALESCE(holds.open, 0)
        """,
    ),
    (
        "支付的不超过冻结的",
        """
        SELECT hold.id FROM ledger_holdend AS ending
        JOIN ledger_hold AS hold ON hold.id = ending.hold_id
        JOIN ledger_posting AS posting
            ON posting.transfer_id = ending.transfer_id
            AND posting.account_id = hold.account_id
        WHERE -posting.delta > hold.amount
        """,
    ),
    (
        "余额等于批次的剩余之和",
        """
        SELECT account.id FROM ledger_ledgeraccount AS account
        LEFT JOIN (
            SELECT account_id, SUM("left") AS there FROM ledger_lot GROUP BY account_id
        ) AS lots ON lots.account_id = account.id
        WHERE account.book <> 'cny' AND account.kind IN
                ('person', 'household', 'organisation', 'project', 'pool')
            AND account.posted <> COALESCE(lots.there, 0)
        """,
    ),
    (
        "批次的剩余等于数量减去使用",
        """
        SELECT lot.id FROM ledger_lot AS lot
        LEFT JOIN (
            SELECT lot_id, SUM(quantity) AS gone FROM ledger_lotuse GROUP BY lot_id
        ) AS uses ON uses.lot_id = lot.id
        WHERE lot."left" <> lot.quantity - COALESCE(uses.gone, 0)
        """,
    ),
    (
        "批次的到期日和来源与最初的一样",
        """
        SELECT lot.id FROM ledger_lot AS lot
        JOIN ledger_lot AS root ON root.id = lot.root_id
        WHERE root.root_id IS NOT NULL OR lot.origin <> root.origin
            OR COALESCE(lot.expires_on, '9999-12-31')
               <> COALESCE(root.expires_on, '9999-12-31')
        """,
    ),
    (
        "转出去的批次不比用掉的多",
        """
        SELECT came.event FROM (
            SELECT COALESCE(transfer.reverses_id, transfer.id) AS event, lot.root_id AS root,
                   SUM(lot.quantity) AS amount
            FROM ledger_lot AS lot JOIN ledger_transfer AS transfer
                ON transfer.id = lot.transfer_id
            WHERE lot.root_id IS NOT NULL GROUP BY 1, 2
        ) AS came LEFT JOIN (
            SELECT COALESCE(transfer.reverses_id, transfer.id) AS event,
                   COALESCE(lot.root_id, lot.id) AS root, SUM(used.quantity) AS amount
            FROM ledger_lotuse AS used
            JOIN ledger_lot AS lot ON lot.id = used.lot_id
            JOIN ledger_transfer AS transfer ON transfer.id = used.transfer_id
            GROUP BY 1, 2
        ) AS went ON went.event = came.event AND went.root = came.root
        WHERE came.amount > COALESCE(went.amount, 0)
        """,
    ),
    (
        "赠予、捐赠、结清不生出新批次",
        """
        SELECT transfer.id FROM ledger_lot AS lot
        JOIN ledger_transfer AS transfer ON transfer.id = lot.transfer_id
        WHERE lot.root_id IS NULL AND transfer.code IN ('gift', 'donate', 'settle')
        """,
    ),
    (
        "一张凭证最多冲正一次，冲正不再冲正",
        """
        SELECT undo.id FROM ledger_transfer AS undo
        JOIN ledger_transfer AS first ON first.id = undo.reverses_id
        WHERE first.reverses_id IS NOT NULL
        """,
    ),
    (
        "存入的数和服务时长折算的数一样",
        """
        SELECT fact.id FROM ledger_serviceminutes AS fact
        JOIN ledger_transfer AS transfer ON transfer.id = fact.transfer_id
        LEFT JOIN ledger_posting AS posting
            ON posting.transfer_id = fact.transfer_id
            AND posting.account_id = fact.account_id
        WHERE transfer.code IN ('earn', 'capture')
            AND COALESCE(posting.delta, 0) <> fact.kept
        """,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """不符: a promise that is broken, and where."""

    promise: Words
    count: int
    samples: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Verification:
    """核对结果: of how many promises which are broken."""

    promises: int
    faults: Sequence[Fault]


def verify_ledger() -> Verification:
    """核对总账: ask for every promise of the ledger, each with one question to the database."""
    asked = [_fault(promise, question) for promise, question in PROMISES]
    return Verification(promises=len(asked), faults=[fault for fault in asked if fault])


def _fault(promise: str, question: str) -> Fault | None:
    with connection.cursor() as cursor:
        cursor.execute(question)
        broken = sorted({int(pk) for (pk,) in cursor.fetchall()})
    if not broken:
        return None
    return Fault(promise=Words(promise), count=len(broken), samples=broken[:MOST_SAMPLES])

"""What comes back by itself in the ledger: holds nobody used, and credits past their day."""

from datetime import timedelta

from linli.kernel.rounds import Periodic
from linli.ledger.actions import expire_holds, expire_lots

ROUNDS = (
    Periodic(name="lapse-holds", every=timedelta(minutes=10), work=expire_holds),
    Periodic(name="lapse-credits", every=timedelta(hours=1), work=expire_lots),
)

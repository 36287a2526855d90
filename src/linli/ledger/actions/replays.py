"""The same key again: the same body gets the first answer, another one is refused."""

from linli.kernel.portable import rows_of
from linli.ledger.actions.refusals import KeyAlreadyUsed
from linli.ledger.models import Hold, ServiceMinutes, Transfer


def transfer_under(key: str, body: str) -> Transfer | None:
    """Find the transfer that was made under the key with the same words."""
    pk = _made_under("SELECT id, body_hash FROM ledger_transfer WHERE key = %s", key, body)
    return Transfer.objects.get(pk=pk) if pk else None


def hold_under(key: str, body: str) -> Hold | None:
    """Find the hold that was made under the key with the same words."""
    pk = _made_under("SELECT id, body_hash FROM ledger_hold WHERE key = %s", key, body)
    return Hold.objects.select_related("account__place").get(pk=pk) if pk else None


def minutes_under(key: str, body: str) -> ServiceMinutes | None:
    """Find the minutes that were noted under the key with the same words."""
    question = "SELECT id, body_hash FROM ledger_serviceminutes WHERE key = %s"
    pk = _made_under(question, key, body)
    return ServiceMinutes.objects.select_related("transfer").get(pk=pk) if pk else None


def _made_under(question: str, key: str, body: str) -> int:
    for pk, first in rows_of(question, [key]):
        if first != body:
            raise KeyAlreadyUsed.for_another()
        return int(pk)
    return 0

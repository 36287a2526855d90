"""The same key again: the same body gets the first answer, another one is refused."""

from linli.ledger.actions.refusals import KeyAlreadyUsed
from linli.ledger.models import Hold, Transfer


def transfer_under(key: str, body: str) -> Transfer | None:
    """Find the transfer that was made under the key with the same words."""
    done = Transfer.objects.filter(key=key).first()
    if done and done.body_hash != body:
        raise KeyAlreadyUsed.for_another()
    return done


def hold_under(key: str, body: str) -> Hold | None:
    """Find the hold that was made under the key with the same words."""
    done = Hold.objects.select_related("account").filter(key=key).first()
    if done and done.body_hash != body:
        raise KeyAlreadyUsed.for_another()
    return done

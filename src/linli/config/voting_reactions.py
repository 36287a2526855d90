"""What comes round for votes: a poll whose time is over is closed without anybody's doing."""

from datetime import datetime, timedelta

from linli.kernel.rounds import Periodic
from linli.voting import actions


def close_polls(at: datetime) -> None:
    actions.close_due_polls(at=at)


ROUNDS = (Periodic(name="close-polls", every=timedelta(minutes=1), work=close_polls),)

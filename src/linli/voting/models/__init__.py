"""Rolls, polls, marks and ballots."""

from linli.voting.models.ballots import (
    Ballot,
    Envelope,
    Mark,
    PaperBallot,
    PaperReading,
    PollCount,
)
from linli.voting.models.polls import (
    BallotProxy,
    Poll,
    PollQuerySet,
    PollQuestion,
    SwornCounter,
)
from linli.voting.models.rolls import (
    Roll,
    RollCorrection,
    RollEntry,
    RollEntryQuerySet,
    RollQuerySet,
)

__all__ = [
    "Ballot",
    "BallotProxy",
    "Envelope",
    "Mark",
    "PaperBallot",
    "PaperReading",
    "Poll",
    "PollCount",
    "PollQuerySet",
    "PollQuestion",
    "Roll",
    "RollCorrection",
    "RollEntry",
    "RollEntryQuerySet",
    "RollQuerySet",
    "SwornCounter",
]

"""Which matters are of a kind, and the problems behind them."""

from linli.prevention.queries.clusters import (
    Kind,
    Suggestion,
    kind_of,
    matters_of_a_kind,
    problem_of,
    spot_of,
    suggestions_at,
)

__all__ = [
    "Kind",
    "Suggestion",
    "kind_of",
    "matters_of_a_kind",
    "problem_of",
    "spot_of",
    "suggestions_at",
]

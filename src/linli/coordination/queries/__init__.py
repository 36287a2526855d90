"""What pages and reports ask about whistles, units and joint meetings."""

from linli.coordination.queries.figures import Standing, UnitFigures, figures_by_unit
from linli.coordination.queries.units import (
    callable_units,
    calls_for,
    contacts_of,
    judgements_for,
    staff_of,
)
from linli.coordination.queries.whistles import (
    WITH,
    called_for,
    open_ground,
    whistle_for,
    whistles_at,
    whistles_of,
)

__all__ = [
    "WITH",
    "Standing",
    "UnitFigures",
    "callable_units",
    "called_for",
    "calls_for",
    "contacts_of",
    "figures_by_unit",
    "judgements_for",
    "open_ground",
    "staff_of",
    "whistle_for",
    "whistles_at",
    "whistles_of",
]

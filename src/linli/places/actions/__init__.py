"""Everything that changes the map. Nothing else in the system does."""

from linli.places.actions.areas import (
    AreaDoesNotFit,
    AreaMovedOn,
    AreaNameTaken,
    AreaStillHoldsAreas,
    DivisionCodeTaken,
    DivisionCodeUnreadable,
    NewArea,
    change_duty_phone,
    close_area,
    move_area,
    open_area,
    open_areas,
    rename_area,
)
from linli.places.actions.dwellings import DwellingTwice, NewDwelling, add_dwellings
from linli.places.actions.points import (
    NewPoint,
    PointAlreadyClosed,
    close_point,
    open_point,
    open_points,
)

__all__ = [
    "AreaDoesNotFit",
    "AreaMovedOn",
    "AreaNameTaken",
    "AreaStillHoldsAreas",
    "DivisionCodeTaken",
    "DivisionCodeUnreadable",
    "DwellingTwice",
    "NewArea",
    "NewDwelling",
    "NewPoint",
    "PointAlreadyClosed",
    "add_dwellings",
    "change_duty_phone",
    "close_area",
    "close_point",
    "move_area",
    "open_area",
    "open_areas",
    "open_point",
    "open_points",
    "rename_area",
]

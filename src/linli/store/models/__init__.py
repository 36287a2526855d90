"""Stores, goods, shelves and their moves, redemptions, stocktakes, points, honours."""

from linli.store.models.deeds import HouseholdDeed, HouseholdDeedQuerySet
from linli.store.models.giving import HelpProject, HelpProjectQuerySet, HonourListing
from linli.store.models.redemptions import Redemption, RedemptionQuerySet
from linli.store.models.shelves import Goods, Shelf, ShelfQuerySet, StockMove, Store
from linli.store.models.stocktakes import Stocktake, StocktakeCount, StocktakeQuerySet

__all__ = [
    "Goods",
    "HelpProject",
    "HelpProjectQuerySet",
    "HonourListing",
    "HouseholdDeed",
    "HouseholdDeedQuerySet",
    "Redemption",
    "RedemptionQuerySet",
    "Shelf",
    "ShelfQuerySet",
    "StockMove",
    "Stocktake",
    "StocktakeCount",
    "StocktakeQuerySet",
    "Store",
]

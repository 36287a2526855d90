"""What a hotline's sheet says, read without Django: which column is what, what a cell means."""

from linli.exchange.rules.cells import Cell, CellUnreadable, plain_cell, text_of
from linli.exchange.rules.columns import (
    Column,
    ColumnTwice,
    FieldMissing,
    Mapping,
    NoSuchColumn,
    NoSuchField,
    Understood,
    header_score,
    refuse_unreadable,
    understand,
)
from linli.exchange.rules.rows import Fault, ReadRow, read_row

__all__ = [
    "Cell",
    "CellUnreadable",
    "Column",
    "ColumnTwice",
    "Fault",
    "FieldMissing",
    "Mapping",
    "NoSuchColumn",
    "NoSuchField",
    "ReadRow",
    "Understood",
    "header_score",
    "plain_cell",
    "read_row",
    "refuse_unreadable",
    "text_of",
    "understand",
]

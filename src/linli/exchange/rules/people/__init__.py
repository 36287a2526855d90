"""What a register of households says, read without Django: columns, cells, rows, doors."""

from linli.exchange.rules.people.columns import (
    PersonColumn,
    missing_columns,
    person_columns,
    register_score,
)
from linli.exchange.rules.people.doors import DoorBook, Floor, Stair
from linli.exchange.rules.people.rows import ReadPerson, escaped, read_person, said_in
from linli.exchange.rules.people.twice import Beside, across_rows

__all__ = [
    "Beside",
    "DoorBook",
    "Floor",
    "PersonColumn",
    "ReadPerson",
    "Stair",
    "across_rows",
    "escaped",
    "missing_columns",
    "person_columns",
    "read_person",
    "register_score",
    "said_in",
]

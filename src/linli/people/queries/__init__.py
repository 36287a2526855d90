"""What pages, reports and other contexts ask about people."""

from linli.people.queries.names import A_NEIGHBOUR, FORGOTTEN, name_of, names_of
from linli.people.queries.posts import (
    Seat,
    holders_of,
    posts_of,
    seat_of,
    seats_in,
    vacancies,
)
from linli.people.queries.viewers import (
    RECEIPTS_COOKIE,
    SECOND_FACTOR,
    a_passer_by_with,
    current_viewer,
    held_posts,
    keep_receipt,
    receipt_hash,
    receipts_on,
    viewer_of,
    without_power,
)

__all__ = [
    "A_NEIGHBOUR",
    "FORGOTTEN",
    "RECEIPTS_COOKIE",
    "SECOND_FACTOR",
    "Seat",
    "a_passer_by_with",
    "current_viewer",
    "held_posts",
    "holders_of",
    "keep_receipt",
    "name_of",
    "names_of",
    "posts_of",
    "receipt_hash",
    "receipts_on",
    "seat_of",
    "seats_in",
    "vacancies",
    "viewer_of",
    "without_power",
]

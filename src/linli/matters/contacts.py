"""怎么联系: the phone that somebody not on the register left, found by its hash."""

import re

from linli.kernel.identity import NotAPhoneNumber, read_phone
from linli.people.actions import phone_index

LIKE_A_PHONE = re.compile(r"[+＋0-9０-９][-\d０-９ ()（）—–]{6,}\d")


def contact_index(contact: str) -> str:
    """Give the keyed hash of the first phone in it, the one that the register uses; or none."""
    for found in LIKE_A_PHONE.findall(contact):
        try:
            return phone_index(read_phone(found).number)
        except NotAPhoneNumber:
            continue
    return ""

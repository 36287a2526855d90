"""Masks (脱敏显示): enough of a personal value to recognise it, too little to use it."""

import re

from linli.kernel.surnames import surname_of

ROOM = re.compile(
    r"""
    (?P<kept>(?:栋|幢|号楼|座|单元|[#＃])\s*)
        [A-Za-z]?\d{2,4}\s*[A-Za-z]?\s*(?:室|房|户|号)?\s*$
  | (?P<dashed>\d+(?:-\d+)*)-\d{2,4}\s*(?:室|房|户|号)?\s*$
  | [A-Za-z]?\d{2,4}\s*[A-Za-z]?\s*(?:室|房|户)\s*$
    """,
    re.VERBOSE,
)


def masked_phone(phone: str) -> str:
    """138 **** 2207; of a landline the area code and the last two digits stay."""
    digits = "".join(re.findall(r"\d", phone))
    if len(digits) == len("13800002207") and digits.startswith("1"):
        return f"{digits[:3]} **** {digits[-4:]}"
    area, dash, _ = phone.partition("-")
    return f"{area if dash else ''} **** {digits[-2:]}".strip() if digits else ""


def masked_id_number(number: str) -> str:
    """110105********002X: the place of registration and the last four characters stay."""
    return f"{number[:6]}{'*' * 8}{number[-4:]}" if len(number) > len("110105002X") else "*" * 8


def masked_name(name: str) -> str:
    """王**: the surname stays, as many asterisks as there are other characters."""
    surname = surname_of(name)
    return surname + "*" * max(len(name.strip()) - len(surname), 1) if name.strip() else ""


def masked_as(name: str, address: str) -> str:
    """王女士: the surname and a form of address (女士, 先生, 阿姨, 师傅)."""
    return f"{surname_of(name)}{address}"


def masked_address(address: str) -> str:
    """翠竹苑3号楼2单元***: the building and its entrance stay, the room goes."""
    return ROOM.sub(
        lambda found: (
            (found["kept"] or (f"{found['dashed']}-" if found["dashed"] else "")) + "***"
        ),
        address,
    )

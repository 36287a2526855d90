"""References: short strings such as "matter/7" that name a row without a foreign key."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

type Ref = str

THE_SYSTEM: Ref = "system/linli"
A_VISITOR: Ref = "visitor/anonymous"
NOWHERE: Ref = "area/0"


def ref(row: "Model") -> Ref:
    return f"{row._meta.model_name}/{row.pk}"


def number(reference: Ref) -> int:
    return int(reference.rpartition("/")[2])


def kind(reference: Ref) -> str:
    return reference.partition("/")[0]

"""Everything that changes which playbook holds where."""

from datetime import datetime
from typing import Any

from django.db import transaction

from linli.kernel import journal, options
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.models import Choice, Entry
from linli.kernel.options import Option, OptionsChosen, plain
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.playbooks import policies, queries
from linli.playbooks.events import PlaybookAdopted
from linli.playbooks.linter import checked
from linli.playbooks.loader import Pack, Reading
from linli.playbooks.queries import Adoption


class PlaybookUnsound(Unreadable):
    pass


@transaction.atomic
def adopt_playbook(*, pack: Pack, area: Area, by: Viewer, at: datetime) -> Adoption:
    """采用规则包: the place sets every option that the playbook sets; what runs keeps its own.

    What an earlier playbook set here and this one does not goes back to what holds above.
    Adopting what already holds changes nothing and is told once.
    """
    if not policies.may_adopt(by, area):
        raise NotPermitted("只有本区域或上级的管理员可以采用规则包。")
    _refuse_unsound(pack)
    # Two who adopt at once do it one after the other.
    Area.objects.select_for_update().get(pk=area.pk)
    standing = queries.adopted_here(area)
    chosen = {**_dropped(standing, pack), **pack.values}
    if standing and standing.digest == pack.digest and _holds(chosen, area):
        return standing
    options.choose(chosen, place=area.ref, by=by.ref, at=at)
    entry = journal.record(_told(pack, area), by=by.ref, at=at, place=area.ref)
    return queries.adoption_of(entry, area)


def _refuse_unsound(pack: Pack) -> None:
    faults = checked(Reading(pack=pack, faults=())).faults
    if faults:
        raise PlaybookUnsound(
            "规则包“{name}”还有毛病，先改好：{fault}",
            name=pack.header.name,
            fault=str(faults[0]),
        )


def _dropped(standing: Adoption | None, pack: Pack) -> dict[Option[Any], Any]:
    """What the last playbook set, and nobody since, goes back to what holds above."""
    if not standing:
        return {}
    area = standing.area
    told = Entry.objects.filter(code=OptionsChosen.code, subject=area.ref)
    before = told.filter(pk__lt=standing.entry).order_by("pk").last()
    above = options.resolve(area.chain[1:])
    rows = Choice.objects.filter(place=area.ref, revision=before.pk if before else 0)
    left = [Option.registry[row.option] for row in rows if row.option in Option.registry]
    return {option: above[option] for option in left if option not in pack.values}


def _holds(chosen: dict[Option[Any], Any], area: Area) -> bool:
    rows = dict(Choice.objects.filter(place=area.ref).values_list("option", "value"))
    return all(rows.get(option.code) == plain(value) for option, value in chosen.items())


def _told(pack: Pack, area: Area) -> PlaybookAdopted:
    header = pack.header
    return PlaybookAdopted(
        subject=area.ref,
        playbook=header.code,
        name=header.name,
        title=header.title,
        title_en=header.title_en,
        version=header.version,
        source=header.source,
        basis=header.basis,
        digest=pack.digest,
    )

"""The ledger on the work page, and passbooks on the first page and on a person's."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.ledger.models import LedgerAccount
from linli.ledger.queries import passbooks_of
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer


def _audits(viewer: Viewer) -> bool:
    return viewer.keeps_anything or bool(viewer.with_reach(Reach.READ))


def _mine(request: HttpRequest, _: Any) -> str:
    viewer = current_viewer(request)
    books = passbooks_of(viewer) if viewer.is_known else []
    return render_to_string("ledger/my_passbooks.html", {"books": books}) if books else ""


def _of_person(request: HttpRequest, person: Person) -> str:
    seen = LedgerAccount.objects.visible_to(current_viewer(request)).bounded()
    books = list(seen.filter(owner=person.ref).order_by("book", "pk"))
    return render_to_string("ledger/my_passbooks.html", {"books": books}) if books else ""


offer(
    Entry(
        url_name="ledger-audit",
        label=Words(_("查总账")),
        icon="scale",
        group=Group.ACCOUNT,
        shown_to=_audits,
        hint=Words(_("积分一笔一笔对得上")),
    )
)
fill("home", "passbooks", _mine)
fill("person", "passbooks", _of_person)

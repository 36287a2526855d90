"""The store on the work page, and what waits to be fetched on the page of today."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.ledger.models import LedgerAccount
from linli.people.queries import current_viewer, kinships_to_verify
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.store.models import Redemption, Shelf
from linli.store.queries.shop import deeds_to_confirm
from linli.ui.entries import Entry, Group, fill, offer


def _keeps_a_store(viewer: Viewer) -> bool:
    return viewer.keeps_anything or viewer.holds(PostKind.STORE_KEEPER)


def _notes_deeds(viewer: Viewer) -> bool:
    return any(post.reach in (Reach.STAIRS, Reach.DESK) for post in viewer.posts)


def _accounts(viewer: Viewer) -> bool:
    return viewer.keeps_anything or bool(viewer.with_reach(Reach.READ))


def _keeps_registers(viewer: Viewer) -> bool:
    return viewer.keeps_anything


def _running_low(viewer: Viewer, _: datetime) -> int:
    return Shelf.objects.visible_to(viewer).running_low().count()


def _deeds_waiting(viewer: Viewer, _: datetime) -> int:
    return deeds_to_confirm(viewer).count()


def _kin_waiting(viewer: Viewer, _: datetime) -> int:
    return kinships_to_verify(viewer)


def _to_fetch(request: HttpRequest, _: Any) -> str:
    """等我去取的: on the page of today, with its code one tap away."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        return ""
    mine = LedgerAccount.objects.of(viewer)
    waiting = Redemption.objects.reserved().filter(account__in=mine.values("pk"))
    rows = list(waiting.select_related("shelf__goods", "shelf__store").order_by("fetch_by")[:3])
    if not rows and not mine.exists():
        return ""
    return render_to_string("store/to_fetch.html", {"waiting": rows}, request)


offer(
    Entry(
        url_name="store",
        label=Words(_("积分超市")),
        icon="package",
        group=Group.ACCOUNT,
        shown_to=_keeps_a_store,
        count=_running_low,
        hint=Words(_("柜台取货、库存、盘点；红字是快没货的")),
    ),
    Entry(
        url_name="points",
        label=Words(_("户积分")),
        icon="home",
        group=Group.ACCOUNT,
        shown_to=_notes_deeds,
        count=_deeds_waiting,
        hint=Words(_("一家人做了什么，凭据在哪里")),
    ),
    Entry(
        url_name="kinship",
        label=Words(_("亲属关系")),
        icon="users",
        group=Group.REGISTER,
        shown_to=_keeps_registers,
        count=_kin_waiting,
        hint=Words(_("看过凭据再核实，赠予积分要先有它")),
    ),
    Entry(
        url_name="store-liability",
        label=Words(_("积分负债")),
        icon="scale",
        group=Group.ACCOUNT,
        shown_to=_accounts,
        hint=Words(_("居民手里的积分，对着货架和预算")),
    ),
)
fill("home", "store", _to_fetch)

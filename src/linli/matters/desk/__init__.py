"""What one works from in matters: the queue, the telephone, the rounds."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.matters.desk import handling, outside, telling  # noqa: F401 - they show themselves
from linli.matters.models import Matter
from linli.matters.queries.afterwards import exclusions_to_decide
from linli.matters.queries.aside import parking_of, parts_of, precedents_for, return_of
from linli.matters.queries.queue import has_a_desk
from linli.matters.queries.together import together_on
from linli.matters.rules import State
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer


def _at_a_desk(viewer: Viewer) -> bool:
    return has_a_desk(viewer)


offer(
    Entry(
        url_name="desk-say",
        label=Words(_("代居民说事")),
        icon="phone",
        group=Group.HEAR,
        shown_to=lambda viewer: viewer.works_a_desk,
        hint=Words(_("电话里、窗口前说的，当场记下")),
    ),
    Entry(
        url_name="desk",
        label=Words(_("要办的事")),
        icon="list-check",
        group=Group.HANDLE,
        shown_to=_at_a_desk,
    ),
    Entry(
        url_name="desk-callbacks",
        label=Words(_("要回访")),
        icon="phone",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
    ),
    Entry(
        url_name="desk-exclusions",
        label=Words(_("要核定的剔除")),
        icon="scale",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
        count=lambda viewer, _: len(exclusions_to_decide(viewer)),
    ),
    Entry(
        url_name="desk-rulings",
        label=Words(_("要裁定的")),
        icon="gavel",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
        hint=Words(_("退单、挂账，定归谁、批不批")),
    ),
    Entry(
        url_name="desk-sweep",
        label=Words(_("今天巡一遍")),
        icon="calendar-check",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
    ),
)


def _together(request: HttpRequest, matter: Matter) -> str:
    """一起办的人: on the life of the matter; who takes part in person may leave from there."""
    return _those_together(request, matter, leaving_to=reverse("today"))


def _together_at_the_desk(request: HttpRequest, matter: Matter) -> str:
    return _those_together(request, matter, leaving_to=request.get_full_path(), at_desk=True)


def _those_together(
    request: HttpRequest, matter: Matter, *, leaving_to: str, at_desk: bool = False
) -> str:
    together = together_on(matter)
    if not together:
        return ""
    viewer = current_viewer(request)
    themselves = viewer.is_known and viewer.person_id in {one.person_id for one in together}
    back = leaving_to if at_desk or themselves else ""
    context = {"matter": matter, "together": together, "back": back}
    return render_to_string("matters/_together.html", context, request)


def _aside(request: HttpRequest, matter: Matter) -> str:
    """退单、挂账、并案、拆分: how it stands, on the life of the matter."""
    return _shown_aside(request, matter, {"at_desk": False})


def _aside_at_the_desk(request: HttpRequest, matter: Matter) -> str:
    known: dict[str, Any] = {"at_desk": True}
    if matter.standing is State.RECEIVED:
        known["precedents"] = precedents_for(matter)
    if matter.part_of_id:
        known["whole"] = matter.part_of
    return _shown_aside(request, matter, known)


def _shown_aside(request: HttpRequest, matter: Matter, known: dict[str, Any]) -> str:
    match matter.standing:
        case State.RETURNED:
            known["asked"] = return_of(matter)
        case State.PARKED:
            known["parking"] = parking_of(matter)
        case State.MERGED if not matter.part_of_id:
            known["merged_into"] = matter.merged_into
        case State.SPLIT:
            known["parts"] = parts_of(matter)
    if not any(said for name, said in known.items() if name != "at_desk"):
        return ""
    context = {"matter": matter, **known}
    return render_to_string("matters/_aside.html", context, request)


fill("matter", "aside", _aside)
fill("desk-matter", "aside", _aside_at_the_desk)
fill("matter", "together", _together)
fill("desk-matter", "together", _together_at_the_desk)

"""群里说事: where WeCom calls, what was said in the groups, and which groups are connected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.idempotency import answered_once
from linli.outreach import actions
from linli.outreach.forms import ReasonForm
from linli.outreach.group_forms import LineForm, TakeWordForm
from linli.outreach.models import GroupLine, GroupWord
from linli.outreach.queries.desk import places_in
from linli.outreach.queries.groups import desks_of, groups_to_connect, lines_of, words_waiting
from linli.outreach.views.doors import signed_in, tried, who_acts
from linli.outreach.wecom import Call, Line
from linli.people.viewer import Viewer
from linli.places.models import Area, Point
from linli.ui.pages import SeeOther, page


@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, address: str) -> HttpResponse:
    """企业微信回调: the signature is the right; no cookie, no form."""
    lines = GroupLine.objects.open().select_related("point__area")
    line = get_object_or_404(lines, address=address)
    said = request.GET
    call = Call(
        signature=said.get("msg_signature", ""),
        timestamp=said.get("timestamp", ""),
        nonce=said.get("nonce", ""),
    )
    if request.method == "GET":
        echo = said.get("echostr", "")
        answer = actions.echo_for_group(line=line, call=call, echo=echo, at=clock.now())
        return HttpResponse(answer, content_type="text/plain; charset=utf-8")
    actions.hear_group(line=line, call=call, body=request.body, at=clock.now())
    return HttpResponse("", content_type="text/plain; charset=utf-8")


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """群里的话: what waits for the desk."""
    return _words_page(request, _at_a_desk(request))


@require_POST
@answered_once(per=who_acts)
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """登记成一件事."""
    viewer = _at_a_desk(request)
    word = _word(viewer, pk)
    form = TakeWordForm(request.POST, places=_places(word))
    status = tried(
        form,
        lambda said: actions.take_group_word(
            word=word,
            place=Area.objects.get(pk=said["place"]),
            words=said["words"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _words_page(request, viewer, status=status, failed=(pk, form, None))
    return SeeOther(reverse("group-words"))


@require_POST
@answered_once(per=who_acts)
def setting_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """不登记."""
    viewer = _at_a_desk(request)
    word, form = _word(viewer, pk), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.set_group_word_aside(
            word=word, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _words_page(request, viewer, status=status, failed=(pk, None, form))
    return SeeOther(reverse("group-words"))


@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest) -> HttpResponse:
    """接上企业微信: the groups that are connected, and one more."""
    if request.method == "POST":
        return _opened(request)
    viewer = _at_a_desk(request)
    return _lines_page(request, viewer, LineForm(groups=groups_to_connect(viewer)))


@require_POST
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """停用."""
    viewer = _at_a_desk(request)
    seen = GroupLine.objects.visible_to(viewer).select_related("point__area")
    actions.close_group_line(line=get_object_or_404(seen, pk=pk), by=viewer, at=clock.now())
    return SeeOther(reverse("group-lines"))


@answered_once(per=who_acts)
def _opened(request: HttpRequest) -> HttpResponse:
    viewer = _at_a_desk(request)
    form = LineForm(request.POST, groups=groups_to_connect(viewer))
    status = tried(
        form,
        lambda said: actions.open_group_line(
            point=Point.objects.select_related("area").get(pk=said["point"]),
            line=Line(receiver=said["receiver"], token=said["token"], key=said["secret"]),
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _lines_page(request, viewer, form, status=status)
    return SeeOther(reverse("group-lines"))


def _at_a_desk(request: HttpRequest) -> Viewer:
    viewer = signed_in(request)
    if not viewer.works_a_desk:
        raise NotPermitted("这一页是给在社区值守的同事用的。")
    return viewer


def _word(viewer: Viewer, pk: int) -> GroupWord:
    seen = GroupWord.objects.visible_to(viewer).select_related("line__point__area")
    return get_object_or_404(seen, pk=pk)


def _places(word: GroupWord) -> list[tuple[int, str]]:
    return places_in([word.line.point.area], on=day_of(clock.now()))


def _words_page(
    request: HttpRequest,
    viewer: Viewer,
    *,
    status: int = 200,
    failed: tuple[int, TakeWordForm | None, ReasonForm | None] = (0, None, None),
) -> HttpResponse:
    pk, taken, aside = failed
    rows: list[dict[str, Any]] = []
    for word in words_waiting(viewer):
        begun = TakeWordForm(places=_places(word), initial={"words": word.words})
        this = word.pk == pk
        rows.append(
            {
                "word": word,
                "take": taken if taken and this else begun,
                "aside": aside if aside and this else ReasonForm(),
            }
        )
    context = {"now": clock.now(), "rows": rows, "connected": bool(lines_of(viewer))}
    return page(request, "outreach/group_words.html", context, status=status)


def _lines_page(
    request: HttpRequest, viewer: Viewer, form: LineForm, *, status: int = 200
) -> HttpResponse:
    rows = [
        (line, request.build_absolute_uri(reverse("wecom-callback", args=[line.address])))
        for line in lines_of(viewer)
    ]
    context = {
        "now": clock.now(),
        "rows": rows,
        "form": form,
        "groups": bool(groups_to_connect(viewer)),
        "desks": desks_of(viewer),
    }
    return page(request, "outreach/group_lines.html", context, status=status)

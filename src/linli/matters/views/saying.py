"""我要说事: words, a place, and at once an answer whom it went to and how to follow it."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import resolve, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock, options
from linli.kernel.attachments import FileEmpty, FileTooLarge
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.pictures import FileKindNotTaken, PictureDamaged, PictureTooLarge
from linli.matters import actions
from linli.matters.forms.saying import OTHER, PRINCIPAL, UNNAMED, SayForm
from linli.matters.models import Matter
from linli.matters.options import REFERRALS, Referral, urgent_in
from linli.matters.queries import board
from linli.matters.queries.callers import caller_known_as, principals_of
from linli.matters.queries.here import Setting, setting_for
from linli.matters.queries.life import standing_of
from linli.matters.queries.similar import similar_open
from linli.matters.queries.telling import said_by
from linli.matters.receipts import shown
from linli.matters.views.devices import (
    address_of,
    guarded_when_known,
    hand_receipt,
    offer_receipt,
    receipt_of,
    receipt_to_show,
    who_sends,
)
from linli.matters.views.drawing import code_leading_to
from linli.people.actions import count_try, phone_index
from linli.people.models import Person
from linli.people.queries import current_viewer, receipt_hash
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.queries import community_of
from linli.ui.pages import SeeOther, page

SAID_UNNAMED = 60  # from one address in a quarter of an hour; a street may share one
BAD_PHOTO = (FileEmpty, FileTooLarge, FileKindNotTaken, PictureDamaged, PictureTooLarge)


@guarded_when_known
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, point_code: str = "") -> HttpResponse:
    """我要说事: the form, a look at what is said nearby already, and on."""
    now = clock.now()
    setting = _setting(request, point_code or request.POST.get("point", ""), now)
    form = _form(request, setting, now)
    if form.is_bound and form.is_valid():
        try:
            return _told(request, form, now)
        except BAD_PHOTO as refusal:
            form.add_error("photos", refusal.message)
    return _asked(request, form, setting)


def say_here(request: HttpRequest, code: str) -> HttpResponse:
    """扫码说事: the code at the door already says where."""
    return say(request, point_code=code)


@require_GET
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """送到了: the number to say aloud, what happens next, and the way back to it."""
    matter = get_object_or_404(said_by(current_viewer(request)), number=number)
    if code := receipt_to_show(request, matter.receipt_hash):
        return _sent(request, matter, code)
    mine = matter.voices.filter(receipt_hash__in=current_viewer(request).receipts)
    codes = (receipt_to_show(request, voice.receipt_hash) for voice in mine)
    code = next(filter(None, codes), "")
    return _sent(request, matter, code, joined=bool(code))


@guarded_when_known
@require_POST
def join(request: HttpRequest, number: str) -> HttpResponse:
    """我也算一个: the same trouble is joined instead of said again."""
    matter = get_object_or_404(board.open_to_join(), number=number)
    viewer = current_viewer(request)
    response = _joined(request, matter, clock.now())
    if viewer.is_known:
        return response
    if not request.COOKIES:
        return _sent(request, matter, receipt_of(request), joined=True)
    return hand_receipt(request, response, receipt_of(request))


def _setting(request: HttpRequest, point_code: str, now: datetime) -> Setting:
    viewer, on = current_viewer(request), day_of(now)
    asked = request.POST.get("community") or request.GET.get("area", "")
    principal = _spoken_for(request, viewer)
    if point_code or not (principal and principal.home):
        return setting_for(viewer, on=on, asked=asked, point_code=point_code)
    there = community_of(principal.home)
    setting = setting_for(viewer, on=on, asked=asked or str(there.pk if there else ""))
    return replace(setting, area=principal.home) if setting.community == there else setting


def _spoken_for(request: HttpRequest, viewer: Viewer) -> Person | None:
    """Whom the viewer came to speak for: by the link to it, or as chosen in the form."""
    pk = request.GET.get("for") or request.POST.get("whom", "").removeprefix(PRINCIPAL)
    return principals_of(viewer).get(int(pk)) if pk.isdecimal() else None


def _form(request: HttpRequest, setting: Setting, now: datetime) -> SayForm:
    viewer, on = current_viewer(request), day_of(now)
    if request.method != "POST":
        principal = _spoken_for(request, viewer)
        initial = {"whom": f"{PRINCIPAL}{principal.pk}"} if principal else None
        return SayForm(initial=initial, viewer=viewer, setting=setting, on=on)
    if "look" in request.POST:  # another community was chosen: show its places, lose nothing
        typed = {name: value for name, value in request.POST.items() if name != "place"}
        return SayForm(initial=typed, viewer=viewer, setting=setting, on=on)
    return SayForm(request.POST, request.FILES, viewer=viewer, setting=setting, on=on)


def _asked(request: HttpRequest, form: SayForm, setting: Setting) -> HttpResponse:
    context = {
        "form": form,
        "setting": setting,
        "photos_again": bool(form.errors and request.FILES),
        "keeps": current_viewer(request).is_known,
        **whom_to_call(setting),
    }
    status = 422 if form.errors else 200
    return offer_receipt(request, page(request, "matters/say.html", context, status=status))


def whom_to_call(setting: Setting) -> dict[str, str]:
    """The duty line of the community, for the foot of every page."""
    here = setting.community
    return {"call_name": here.name, "call_phone": here.phone} if here and here.phone else {}


def _told(request: HttpRequest, form: SayForm, now: datetime) -> HttpResponse:
    """Show whom to call and what is alike, once each; then send, and hand out the receipt."""
    if urgent := _urgent(request, form):
        return page(request, "matters/urgent.html", {"form": form, "urgent": urgent})
    if not form.cleaned_data["seen"] and (alike := _alike(form)):
        return page(request, "matters/similar.html", {"form": form, "alike": alike, "now": now})
    if not form.viewer.is_known:
        count_try(key=f"say:{address_of(request)}", most=SAID_UNNAMED, at=now)
    reporter = _reporter(form)
    response = _send(request, form, reporter, now)
    code = receipt_of(request) if reporter is None else ""
    if not code:
        return response
    if not request.COOKIES:
        matter = Matter.objects.get(
            number=resolve(response.headers["Location"]).kwargs["number"]
        )
        return _sent(request, matter, code)
    return hand_receipt(request, response, code)


def _urgent(request: HttpRequest, form: SayForm) -> list[Referral]:
    """紧急: life and limb do not wait for a desk; who has read it is not asked again."""
    if "called" in request.POST or form.cleaned_data["seen"]:
        return []
    word = form.word()
    places = options.resolve(word.place.chain)[REFERRALS]
    return urgent_in(word.words, places)


def _alike(form: SayForm) -> list[board.PublicMatter]:
    word = form.word()
    if word.private or word.concerns:
        return []
    return board.made_public(similar_open(word.words, word.place))


@answered_once(per=who_sends)
def _send(
    request: HttpRequest, form: SayForm, reporter: Person | None, now: datetime
) -> HttpResponse:
    code = receipt_of(request) if reporter is None else ""
    matter = actions.report_matter(
        word=_word(form, reporter),
        by=_speaker(form, code),
        reporter=reporter,
        evidence=form.cleaned_data["evidence"],
        receipt=code,
        at=now,
    )
    return SeeOther(reverse("said", args=[matter.number]))


@answered_once(per=who_sends)
def _joined(request: HttpRequest, matter: Matter, now: datetime) -> HttpResponse:
    viewer = current_viewer(request)
    actions.join_matter(
        matter=matter,
        by=viewer,
        words=request.POST.get("words", "")[:2000],
        receipt="" if viewer.is_known else receipt_of(request),
        at=now,
    )
    # Who stays unnamed has a code to write down first.
    return SeeOther(reverse("matter" if viewer.is_known else "said", args=[matter.number]))


def _reporter(form: SayForm) -> Person | None:
    whom, viewer = form.cleaned_data["whom"], form.viewer
    if whom == UNNAMED or viewer.person_id is None:
        return None
    if whom == OTHER:
        return caller_known_as(
            form.cleaned_data["name"], _index(form.cleaned_data["phone"]), viewer
        )
    if whom.startswith(PRINCIPAL):
        return form.people[int(whom.removeprefix(PRINCIPAL))]
    return Person.objects.get(pk=viewer.person_id)


def _index(phone: str) -> str:
    return phone_index(phone) if phone else ""


def _word(form: SayForm, reporter: Person | None) -> actions.Word:
    """Who is on no register is reached by what was written down with the words."""
    said = form.cleaned_data
    if said["whom"] != OTHER or reporter:
        return form.word()
    contact = " ".join(part for part in (said["name"], said["phone"], said["evidence"]) if part)
    return replace(form.word(), contact=contact)


def _speaker(form: SayForm, code: str) -> Viewer:
    """Who stays unnamed speaks as nobody: neither row nor journal knows the account."""
    if form.viewer.is_known and form.cleaned_data["whom"] != UNNAMED:
        return form.viewer
    return replace(A_PASSER_BY, receipts=frozenset({receipt_hash(code)}))


def _sent(
    request: HttpRequest, matter: Matter, code: str, *, joined: bool = False
) -> HttpResponse:
    way_back = reverse("follow") if code else reverse("matter", args=[matter.number])
    context = {
        "matter": matter,
        "code": shown(code),
        "joined": joined,
        "standing": standing_of(matter),
        "qr": code_leading_to(request.build_absolute_uri(way_back)),
        "now": clock.now(),
        "sent": "say",
        "call_name": matter.desk.name,
        "call_phone": matter.desk.phone,
    }
    return page(request, "matters/sent.html", context)

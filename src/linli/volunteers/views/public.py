"""What everybody may read: numbers, what is coming, and proofs by their code."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.people.queries import current_viewer
from linli.ui.codes import code_leading_to
from linli.ui.pages import SeeOther, page
from linli.ui.typesetting import pdf_of
from linli.volunteers import policies
from linli.volunteers.forms.joining import CodeForm
from linli.volunteers.models import RecordProof, StarAward, Volunteer
from linli.volunteers.queries import coming_shifts, proof_by_code, volunteer_of
from linli.volunteers.queries.desk import courses_here, numbers_of, teams_here
from linli.volunteers.rules.proofs import grouped, read
from linli.volunteers.templatetags.volunteers import hours_words
from linli.volunteers.views.doors import here

SHEET = Path(__file__).parents[1] / "templates" / "volunteers" / "proof.typ"
MOST = 8


@require_GET
def volunteers(request: HttpRequest) -> HttpResponse:
    """志愿服务: only numbers, and names of those alone who agreed to be named."""
    viewer, now = current_viewer(request), clock.now()
    area = here(viewer)
    listed = Volunteer.objects.listed().in_area(area).select_related("person")
    context = {
        "now": now,
        "area": area,
        "numbers": numbers_of(area),
        "mine": volunteer_of(viewer.person_id) if viewer.person_id is not None else None,
        "shifts": coming_shifts(area, at=now)[:MOST],
        "courses": courses_here(area)[:MOST],
        "teams": teams_here(area),
        "on_notice": StarAward.objects.on_notice().in_area(area).count(),
        "listed": listed.order_by("accepted_at")[:60],
        "keeps": viewer.keeps(area.path),
        "plans": policies.may_train(viewer, area),
    }
    return page(request, "volunteers/volunteers.html", context)


@require_GET
@never_cache
def proofs(request: HttpRequest) -> HttpResponse:
    """查验证明: type the code that stands on the paper."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        if found := proof_by_code(form.cleaned_data["code"]):
            return SeeOther(reverse("volunteer-proof", args=[found.code]))
        form.add_error("code", gettext("没有这个验证码的证明，请再对一遍。"))
    return page(request, "volunteers/proofs.html", {"form": form})


@require_GET
@never_cache
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What the proof says, and nothing else about anybody."""
    found = _proof(code)
    context = {
        "proof": found,
        "content": read(found.content),
        "code": grouped(found.code),
        "qr": code_leading_to(_address(request, found)),
        "issued_on": day_of(found.issued_at),
    }
    return page(request, "volunteers/proof.html", context)


@require_GET
@never_cache
def proof_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The same on one sheet of A4, to print and to hand in."""
    found = _proof(code)
    made = pdf_of(SHEET, _facts(found), at=found.issued_at, leads_to=_address(request, found))
    response = HttpResponse(made, content_type="application/pdf")
    name = f"proof-{grouped(found.code)}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _proof(code: str) -> RecordProof:
    found = proof_by_code(code)
    if found is None:
        raise Http404
    return found


def _address(request: HttpRequest, found: RecordProof) -> str:
    return request.build_absolute_uri(reverse("volunteer-proof", args=[found.code]))


def _facts(found: RecordProof) -> dict[str, Any]:
    """The proof as the sheet reads it: every word said in the reader's language."""
    said = read(found.content)
    span = gettext("{since}至{until}").format(
        since=said.since or said.registered_on, until=said.until
    )
    late = gettext("其中补录 {length}").format(length=hours_words(said.late))
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "words": _sheet_words(),
        "station": said.station,
        "basic": [
            [gettext("姓名"), said.name, gettext("志愿者编号"), said.number],
            [gettext("登记日期"), said.registered_on, gettext("服务时段"), span],
        ],
        "served": [
            [gettext("服务"), gettext("次数"), gettext("时长"), gettext("其中补录")],
            *(
                [
                    line.what,
                    str(line.times),
                    hours_words(line.minutes),
                    hours_words(line.late) if line.late else "—",
                ]
                for line in said.served
            ),
        ]
        if said.served
        else [],
        "total": gettext("合计 {times} 次，{length}").format(
            times=said.times, length=hours_words(said.minutes)
        ),
        "late": late if said.late else "",
        "trained": [[line.title, line.given_by, line.on] for line in said.trained],
        "honoured": [[line.title, line.given_by, line.on] for line in said.honoured],
        "judged": _judged(said.star, said.good, said.fair, said.poor),
        "issued": gettext("{day}开具").format(day=day_of(found.issued_at).isoformat()),
        "code": grouped(found.code),
    }


def _sheet_words() -> dict[str, str]:
    return {
        "title": gettext("志愿服务记录证明"),
        "lead": gettext("依据《志愿服务条例》第十九条，免费出具"),
        "basic": gettext("一、基本信息"),
        "service": gettext("二、服务情况"),
        "training": gettext("三、培训情况"),
        "honours": gettext("四、表彰情况"),
        "judged": gettext("五、评价情况"),
        "none": gettext("无"),
        "check": gettext("验证码"),
        "free": gettext("扫码或在“查验证明”输入验证码，看到的与本页一致才有效。"),
    }


def _judged(star: int, good: int, fair: int, poor: int) -> str:
    parts = []
    if star:
        parts.append(gettext("{star}星志愿者").format(star=star))
    if good + fair + poor:
        parts.append(
            gettext("服务对象评价：满意 {good}，基本满意 {fair}，不满意 {poor}").format(
                good=good, fair=fair, poor=poor
            )
        )
    return gettext("；").join(parts) or gettext("无")

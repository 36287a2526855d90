"""我的志愿服务: hours, star, shifts, certificates, notices to read, proofs, calendar."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linli.kernel import clock, journal
from linli.kernel.dates import day_of
from linli.kernel.options import resolve
from linli.people.queries import names_of
from linli.people.viewer import Viewer
from linli.ui.forms import OneTimeForm
from linli.ui.pages import page
from linli.volunteers import actions
from linli.volunteers.forms.joining import (
    CertificateForm,
    HealthForm,
    ProofForm,
    labelled,
)
from linli.volunteers.models import ShiftPlace, Volunteer
from linli.volunteers.options import CERTIFICATES, RISKS, Risk
from linli.volunteers.queries import (
    certificates_of,
    free_times,
    hours_of,
    next_shifts,
    next_star,
    places_of,
    records_of,
    star_of,
    traits_of,
    volunteer_by_calendar_key,
)
from linli.volunteers.queries.fitness import digest_of
from linli.volunteers.rules import PlaceState
from linli.volunteers.views.doors import deeds, own_volunteer, signed_in

MOST = 20


@require_GET
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    return _my_page(request, own_volunteer(signed_in(request)))


def _my_page(
    request: HttpRequest, me: Volunteer, *, status: int = 200, **said: Any
) -> HttpResponse:
    now, options = clock.now(), resolve(me.area.chain)
    hours = hours_of(me)
    context = {
        "now": now,
        "me": me,
        "hours": hours,
        "star": star_of(me),
        "next": next_star(me, hours.minutes),
        "shifts": next_shifts(me, at=now),
        "certificates": certificates_of(me),
        "records": records_of(me)[:MOST],
        "risks": _risks(me, options[RISKS]),
        "health": me.health_statements.filter(erased_at=None).order_by("-stated_on").first(),
        "proofs": me.proofs.order_by("-issued_at", "-pk")[:5],
        "commendations": me.commendations.order_by("-awarded_on"),
        "teams": me.person.memberships.filter(
            ended_on=None, organisation__team__isnull=False
        ).select_related("organisation__team"),
        "times": free_times(me),
        "traits": {kind.value: list(codes) for kind, codes in traits_of(me).items()},
        "calendar": _calendar_address(request, me),
        "health_form": HealthForm(auto_id="health_%s"),
        "certificate_form": _certificate_form(me),
        "proof_form": ProofForm(auto_id="proof_%s"),
        "plain_form": OneTimeForm(),
        "story": journal.timeline(me.ref, names=names_of)[-MOST:],
    }
    return page(request, "volunteers/mine.html", context | said, status=status)


def _find(viewer: Viewer, _: Any) -> Volunteer:
    return own_volunteer(viewer)


deed = deeds(find=_find, show=_my_page, back=lambda _: reverse("my-volunteering"))


@deed(OneTimeForm, "withdraw_form")
def withdrawal(_: OneTimeForm, me: Volunteer, by: Viewer) -> None:
    """退出."""
    actions.withdraw_volunteer(volunteer=me, by=by, at=clock.now())


@deed(OneTimeForm, "listing_form")
def listing(_: OneTimeForm, me: Volunteer, by: Viewer) -> None:
    """公开姓名与否."""
    actions.choose_listing(volunteer=me, is_listed=not me.is_listed, by=by, at=clock.now())


@deed(HealthForm, "health_form")
def health(form: HealthForm, me: Volunteer, by: Viewer) -> None:
    """健康声明."""
    said = form.cleaned_data
    actions.state_health(
        volunteer=me,
        is_fit=said["is_fit"] == "yes",
        agrees=said["agrees"],
        words=said["words"],
        by=by,
        at=clock.now(),
    )


@deed(ProofForm, "proof_form")
def new_proof(form: ProofForm, me: Volunteer, by: Viewer) -> None:
    """开证明."""
    said = form.cleaned_data
    actions.issue_proof(
        volunteer=me, since=said["since"], until=said["until"], by=by, at=clock.now()
    )


@deed(OneTimeForm, "calendar_form")
def calendar_address(_: OneTimeForm, me: Volunteer, by: Viewer) -> None:
    """换日历地址."""
    actions.make_calendar_address(volunteer=me, by=by, at=clock.now())


class _AnyCertificateForm(CertificateForm):
    """The kinds are checked by the action, against the place of the volunteer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        asked = args[0].get("kind", "") if args and args[0] else ""
        super().__init__(*args, kinds=[(asked, asked)], **kwargs)


@deed(_AnyCertificateForm, "certificate_form")
def new_certificate(form: CertificateForm, me: Volunteer, by: Viewer) -> None:
    """登记证书."""
    said = form.cleaned_data
    form.fields["kind"].choices = _kinds(me)  # type: ignore[attr-defined]
    actions.enter_certificate(
        volunteer=me,
        kind=said["kind"],
        issuer=said["issuer"],
        certificate_number=said["certificate_number"],
        issued_on=said["issued_on"],
        valid_until=said["valid_until"],
        by=by,
        at=clock.now(),
    )


@deed(OneTimeForm, "risk_form")
def risk(form: OneTimeForm, me: Volunteer, by: Viewer) -> None:
    """读过并同意."""
    code = form.data.get("risk", "")
    actions.agree_to_risk(volunteer=me, risk=code, by=by, at=clock.now())


@require_GET
@never_cache
def calendar(_: HttpRequest, key: str) -> HttpResponse:
    """日历订阅: the shifts of whoever the secret address belongs to; nobody else's names."""
    found = volunteer_by_calendar_key(key)
    if found is None:
        raise Http404
    held = places_of(found).filter(state__in=(PlaceState.TAKEN, PlaceState.CONFIRMED))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//linli//volunteers//ZH",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(gettext('我的轮值'))}",
        *(line for place in held for line in _event(place)),
        "END:VCALENDAR",
    ]
    text = "\r\n".join(folded for line in lines for folded in _folded(line)) + "\r\n"
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _event(place: ShiftPlace) -> list[str]:
    shift = place.shift
    return [
        "BEGIN:VEVENT",
        f"UID:{shift.number}-{place.pk}@linli",
        f"DTSTAMP:{_moment(place.taken_at)}",
        f"DTSTART:{_moment(shift.starts_at)}",
        f"DTEND:{_moment(shift.ends_at)}",
        f"SUMMARY:{_escaped(shift.title)}",
        f"LOCATION:{_escaped(shift.venue or shift.place.name)}",
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> list[str]:
    """RFC 5545 3.1: no line above 75 octets, the rest begins with a space."""
    parts, now = [], ""
    for char in line:
        if len((now + char).encode()) > 74:  # noqa: PLR2004 - one octet for the space
            parts.append(now)
            now = " "
        now += char
    return [*parts, now]


def _risks(me: Volunteer, risks: tuple[Risk, ...]) -> list[tuple[Risk, date | None]]:
    agreed = {one.digest: one.agreed_at for one in me.risk_agreements.all()}
    days = {digest: day_of(at) for digest, at in agreed.items()}
    return [(one, days.get(digest_of(one))) for one in risks]


def _kinds(me: Volunteer) -> list[tuple[str, str]]:
    return labelled(resolve(me.area.chain)[CERTIFICATES])


def _certificate_form(me: Volunteer) -> CertificateForm:
    return CertificateForm(kinds=_kinds(me), auto_id="certificate_%s")


def _calendar_address(request: HttpRequest, me: Volunteer) -> str:
    if not me.calendar_key:
        return ""
    path = reverse("volunteer-calendar", args=[me.calendar_key])
    return request.build_absolute_uri(path)

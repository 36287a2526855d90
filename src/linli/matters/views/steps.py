"""Every step at a matter is a noun to POST to; a GET asks on a page of its own."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.drafts import draft_of, drop_draft, keep_draft
from linli.kernel.errors import NotPermitted, WayOut
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.matters import actions
from linli.matters.actions import Assignment, MatterMovedOn
from linli.matters.forms.afterwards import CallInVainForm, DecideExclusionForm, ExcludeForm
from linli.matters.forms.aside import (
    ConsultationForm,
    MergerForm,
    ObjectionForm,
    ParkingAnswerForm,
    ParkingForm,
    PartsForm,
    ReferralForm,
    ResumptionForm,
    RulingForm,
    UndoingForm,
)
from linli.matters.forms.outside import OutsideForm
from linli.matters.forms.steps import (
    AcceptForm,
    CloseForm,
    DispatchForm,
    EscalateForm,
    ExtendForm,
    NoteForm,
    PhotoForm,
    ReturnForm,
    StepForm,
    titled,
)
from linli.matters.forms.together import InvolveForm
from linli.matters.models import Matter
from linli.matters.queries.life import standing_of
from linli.matters.queries.proposals import ProposedAssignment
from linli.matters.queries.queue import has_a_desk
from linli.matters.queries.wording import replies_at, reply_for
from linli.matters.rules import ClosingKind, Step
from linli.matters.views.conflict import as_seen, kept_on_conflict
from linli.matters.views.showing import three_of
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.pages import SeeOther, page

type View = Callable[..., HttpResponse]
type Act = Callable[[Any, Matter, Viewer, datetime], object]

WITH = ("place__parent__parent__parent", "desk__parent", "handler", "unit", "reporter")
FORMS: tuple[type[StepForm], ...] = (
    AcceptForm,
    NoteForm,
    CloseForm,
    ExtendForm,
    EscalateForm,
    ReturnForm,
)
# Asked on a page of their own, for they take more than a line.
APART: tuple[type[StepForm], ...] = (
    RulingForm,
    ConsultationForm,
    ParkingAnswerForm,
    ResumptionForm,
    ObjectionForm,
    ParkingForm,
    ReferralForm,
    MergerForm,
    PartsForm,
    UndoingForm,
    InvolveForm,
    OutsideForm,
    CallInVainForm,
    ExcludeForm,
    DecideExclusionForm,
)


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


def noun(form_class: type[StepForm]) -> Callable[[Act], View]:
    """Make a view of one deed: GET asks, POST does it once, nothing typed is lost."""

    def decorate(act: Act) -> View:
        @answered_once(per=who_acts)
        def done(request: HttpRequest, number: str) -> HttpResponse:
            return _done(request, number, form_class, act)

        @require_http_methods(["GET", "POST"])
        @kept_on_conflict
        @wraps(act)
        def view(request: HttpRequest, number: str) -> HttpResponse:
            if request.method != "POST":
                return _asked(request, number, form_class)
            try:
                return done(request, number)
            except MatterMovedOn as refusal:
                _keep_what_was_typed(request, refusal, form_class)
                raise

        return view

    return decorate


@noun(DispatchForm)
def dispatch(form: DispatchForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """分派, 转派."""
    handler, unit = form.chosen
    said = form.cleaned_data
    assignment = Assignment(
        handler=handler,
        unit=unit,
        route=said["route"],
        tier=said["tier"],
        requirement=said["requirement"],
    )
    actions.dispatch_matter(matter=matter, assignment=assignment, by=by, at=at)


@noun(AcceptForm)
def acceptance(_: AcceptForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """签收."""
    actions.accept_matter(matter=matter, by=by, at=at)


@noun(NoteForm)
def notes(form: NoteForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """记一笔."""
    actions.note_progress(matter=matter, by=by, at=at, **form.said("words", "contacted"))


@noun(ExtendForm)
def extension(form: ExtendForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """延期."""
    actions.extend_matter(matter=matter, by=by, at=at, **form.said("workdays", "reason"))


@noun(EscalateForm)
def escalation(form: EscalateForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """上报."""
    actions.escalate_matter(matter=matter, by=by, at=at, **form.said("reason"))


@noun(ReturnForm)
def send_back(form: ReturnForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """退回."""
    actions.send_back(matter=matter, by=by, at=at, **form.said("ruling"))


@noun(CloseForm)
def closure(form: CloseForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """办结."""
    kind = ClosingKind(form.cleaned_data["closing_kind"])
    said = form.said("measure", "outcome", "basis")
    actions.finish_matter(matter=matter, closing_kind=kind, by=by, at=at, **said)


@noun(PhotoForm)
def photos(form: PhotoForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """附照片."""
    said = form.cleaned_data
    actions.keep_photo(matter=matter, upload=said["photo"], when=said["when"], by=by, at=at)


def forms_for(
    matter: Matter,
    steps: Collection[Step],
    *,
    at: datetime,
    proposal: ProposedAssignment | None = None,
) -> dict[str, StepForm]:
    """The forms of the steps that are open, by their noun; 转派 is asked on its own page."""
    asked: list[type[StepForm]] = [form for form in FORMS if form.step in steps]
    if Step.NOTE in steps:
        asked.append(PhotoForm)
    forms = {form.noun: form(matter=matter, at=at) for form in asked}
    if proposal:
        forms["dispatch"] = DispatchForm(matter=matter, at=at, proposal=proposal)
    return forms


def to_sign_in() -> WayOut:
    """The way on for whoever is not known yet."""
    return WayOut(label=gettext("去登录"), url=reverse("sign-in"))


def at_the_desk(request: HttpRequest) -> Viewer:
    """Who is at the desk; others are shown where their own day is."""
    viewer = current_viewer(request)
    if has_a_desk(viewer):
        return viewer
    if not viewer.is_known:
        raise NotPermitted("工作台要登录后才能看。", next_step=to_sign_in())
    raise NotPermitted(
        "工作台只给社区、街道和部门的同事用。",
        next_step=WayOut(label=gettext("看我的今天"), url=reverse("today")),
    )


def seen_matter(viewer: Viewer, number: str) -> Matter:
    """The matter of that number, for whom it lies open; a stranger gets 404."""
    seen = Matter.objects.visible_to(viewer).select_related(*WITH)
    found = seen.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def way_back(request: HttpRequest, number: str) -> str:
    """Where the form stood, or the page of the matter that this viewer has."""
    said = request.GET.get("back", "")
    if said and url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return said
    if has_a_desk(current_viewer(request)):
        return reverse("desk-matter", args=[number])
    return reverse("today")


def said_of_what_was_done(request: HttpRequest) -> list[str]:
    """What the page says first, after a step that led to it."""
    form = StepForm.by_noun.get(request.GET.get("done", ""))
    return [str(form.done)] if form else []


def asked_apart(number: str, steps: Collection[Step]) -> list[dict[str, Any]]:
    """Where the open steps that have a page of their own are taken."""
    return [
        {"url": reverse(f"matter-{form.noun}", args=[number]), **form.shown_as()}
        for form in APART
        if form.step in steps
    ]


def _saying_so(url: str, done: str) -> str:
    parts = urlsplit(url)
    query = [(name, said) for name, said in parse_qsl(parts.query) if name != "done"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("done", done)])))


def _asked(request: HttpRequest, number: str, form_class: type[StepForm]) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    matter = seen_matter(viewer, number)
    kept = draft_of(owner=viewer.ref, form=_draft_name(form_class, matter.pk))
    chosen = reply_for(matter, form_class.noun, request.GET.get("reply", ""))
    begun = {**(kept or {}), **chosen}
    return _form_page(request, form_class(matter=matter, at=now, initial=begun), now)


def _done(
    request: HttpRequest, number: str, form_class: type[StepForm], act: Act
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    matter = seen_matter(viewer, number)
    form = form_class(request.POST, request.FILES, matter=matter, at=now)
    if not form.is_valid():
        return _form_page(request, form, now, status=422)
    if form.cleaned_data["version"] != matter.version:
        raise MatterMovedOn(as_seen(request, matter))
    act(form, matter, viewer, now)
    drop_draft(owner=viewer.ref, form=_draft_name(form_class, matter.pk))
    return SeeOther(_saying_so(way_back(request, number), form.noun))


def _form_page(
    request: HttpRequest, form: StepForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    standing = standing_of(form.matter)
    context = {
        "form": form,
        "matter": form.matter,
        "three": three_of(form.matter, standing, at=now),
        "action": request.get_full_path(),
        "back": way_back(request, form.matter.number),
        "messages": said_of_what_was_done(request),
        "replies": _replies(form),
        "chosen": request.GET.get("reply", ""),
        "person_name": current_viewer(request).name,
    }
    return page(request, "matters/desk/step.html", context, status=status)


def _replies(form: StepForm) -> list[tuple[str, str]]:
    """常用话 to choose from, by code and what they are called."""
    offered = replies_at(form.matter, form.noun)
    return [(one.code, titled(one)) for one in offered.replies] if offered else []


def _keep_what_was_typed(
    request: HttpRequest, refusal: MatterMovedOn, form_class: type[StepForm]
) -> None:
    """Outside the answer that was undone: the words are there when the form is opened anew."""
    known = form_class.base_fields.keys() - {"key", "version", "seen_at"}
    typed = {name: str(said) for name, said in request.POST.items() if name in known and said}
    owner = current_viewer(request).ref
    name = _draft_name(form_class, refusal.matter_id)
    keep_draft(owner=owner, form=name, content=typed, at=clock.now())


def _draft_name(form_class: type[StepForm], matter_id: int) -> str:
    return f"{form_class.noun}/{matter_id}"

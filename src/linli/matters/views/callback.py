"""要回访: whom to call about what was finished, and the answer taken down word for word."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.kernel.masks import masked_phone
from linli.kernel.options import resolve
from linli.matters import actions, policies
from linli.matters.actions import Answer
from linli.matters.forms.steps import CallbackForm
from linli.matters.models import Matter
from linli.matters.options import CALLBACK_SCRIPT
from linli.matters.queries.life import open_slip_of_reporter
from linli.matters.queries.queue import Listing
from linli.matters.queries.walking import to_call_back
from linli.matters.rules import CallEnd, State
from linli.matters.views.drawing import code_leading_to
from linli.matters.views.showing import desk_frame, speaker_name, where_of
from linli.matters.views.steps import at_the_desk, noun, seen_matter
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ratings.rules import Satisfied, Solved, TakenBy
from linli.ui.pages import page

MOST = 50


@noun(CallbackForm)
def callback(form: CallbackForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """电话回访: never by whoever handled it."""
    slip = open_slip_of_reporter(matter)
    if slip is None:
        raise Http404
    said = form.cleaned_data
    answer = Answer(
        solved=Solved(said["solved"]),
        satisfied=Satisfied(said["satisfied"]),
        comment=said["comment"],
        taken_by=TakenBy.PHONE,
    )
    actions.rate_matter(matter=matter, slip=slip, answer=answer, by=by, at=at)


@require_GET
def callbacks(request: HttpRequest) -> HttpResponse:
    """Whom to call today, who answers soonest first, with what to say."""
    viewer, now = at_the_desk(request), clock.now()
    found = list(to_call_back(viewer)[:MOST])
    calls = [
        {
            "matter": matter,
            "where": where_of(matter),
            "name": speaker_name(matter, viewer),
            "phone": masked_phone(matter.reporter.phone) if matter.reporter else "",
            "in_vain": CallEnd(matter.called_in_vain).label if matter.called_in_vain else "",
        }
        for matter in found
    ]
    frame = desk_frame(request, at=now, current=Listing.CALLBACK.value)
    context = {**frame, "calls": calls, "script": script_of(viewer)}
    return page(request, "matters/desk/callbacks.html", context)


def script_of(viewer: Viewer) -> list[str]:
    """What to say on the telephone, as the playbook of the desk has it."""
    desks = viewer.with_reach(Reach.DESK)
    options = resolve(Area.objects.get(pk=desks[0].area_id).chain) if desks else None
    lines = options[CALLBACK_SCRIPT] if options else CALLBACK_SCRIPT.default
    english = (get_language() or "").startswith("en")
    return [line.say_en if english else line.say for line in lines]


@require_GET
def rating_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """打印评价单: a sheet whose code asks the one who spoke; kept from whoever handled it."""
    viewer, now = at_the_desk(request), clock.now()
    found = seen_matter(viewer, number)
    if not policies.may_ask_back(viewer, found):
        raise NotPermitted("办这件事的人不能自己发评价单，请换一位同事。")
    slip = open_slip_of_reporter(found)
    if slip is None:
        raise Http404
    context = {
        "matter": found,
        "rate_by": slip.close_at,
        "qr": code_leading_to(request.build_absolute_uri(reverse("rate", args=[slip.token]))),
        "now": now,
    }
    return page(request, "matters/desk/rating_sheet.html", context)


def callback_form(matter: Matter, viewer: Viewer, *, at: datetime) -> CallbackForm | None:
    """The form of the call-back, for whom the matter waits and who may ask."""
    waits = matter.standing is State.FINISHED and matter.reporter_id is not None
    if not waits or not policies.may_ask_back(viewer, matter):
        return None
    return CallbackForm(matter=matter, at=at)

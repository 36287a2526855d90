"""联席会议、协调会: calling one, putting a matter before it, deciding, and the results."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.coordination import actions, policies
from linli.coordination.forms import (
    CallTableForm,
    DecisionForm,
    DropForm,
    TableForm,
    TaskResultForm,
)
from linli.coordination.models import JointTask
from linli.coordination.queries.tables import (
    item_for,
    matters_for_the_table,
    may_go_to_the_table,
    open_tasks,
    tables_ahead,
    tables_for,
    task_for,
    units_for_the_table,
)
from linli.coordination.rules import TableKind
from linli.coordination.views.doors import at_work, deed
from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.matters.models import Matter
from linli.meetings.models import Meeting
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui import moments
from linli.ui.pages import page

MOST_SHOWN = 30


@require_GET
def joint_meetings(request: HttpRequest) -> HttpResponse:
    """联席会议: what is planned and was held, and what was agreed and is not done yet."""
    viewer, now = at_work(request), clock.now()
    tables = list(tables_for(viewer).prefetch_related("agenda")[:MOST_SHOWN])
    context = {
        "tables": [
            {
                "meeting": table,
                "items": len(table.agenda.all()),
                "agreed": sum(1 for item in table.agenda.all() if item.closed_at),
            }
            for table in tables
        ],
        "tasks": [_shown(task, viewer) for task in open_tasks(viewer)[: 2 * MOST_SHOWN]],
        "may_call": viewer.works_a_desk,
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "coordination/joint_meetings.html", context)


@require_http_methods(["GET", "POST"])
def call_table(request: HttpRequest) -> HttpResponse:
    """召集: a meeting of the viewer's own desk."""
    viewer = at_work(request)
    place = _desk_of(viewer)
    form = CallTableForm(
        request.POST or None,
        initial={"kind": TableKind.JOINT.value, "matters": request.GET.getlist("matter")},
        matters=matters_for_the_table(viewer, place),
        units=units_for_the_table(place),
    )

    def do(said: dict[str, Any]) -> str:
        meeting = actions.call_joint_meeting(
            kind=TableKind(said["kind"]),
            place=place,
            matters=[form.found[pk] for pk in said["matters"]],
            units=[form.called[pk] for pk in said["units"]],
            starts_at=said["starts_at"],
            venue=said["venue"],
            by=viewer,
            at=clock.now(),
        )
        return reverse("meeting", args=[meeting.number])

    return deed(request, form, do, lead=place.name, back_url=reverse("joint-meetings"))


@require_http_methods(["GET", "POST"])
def put_before(request: HttpRequest, number: str) -> HttpResponse:
    """列入议程: one matter is talked about at a meeting that is planned."""
    viewer, now = current_viewer(request), clock.now()
    seen = Matter.objects.visible_to(viewer).select_related("place", "desk__parent")
    matter = seen.filter(number=number).first()
    if matter is None or not may_go_to_the_table(viewer, matter):
        raise Http404
    ahead = {str(table.pk): table for table in tables_ahead(viewer, matter)}
    meetings = [(table.pk, _spoken(table)) for table in ahead.values()]
    form = TableForm(request.POST or None, meetings=meetings)

    def do(said: dict[str, Any]) -> str:
        meeting = ahead[said["meeting"]]
        actions.put_before(meeting=meeting, matter=matter, by=viewer, at=now)
        return reverse("meeting", args=[meeting.number])

    back = reverse("desk-matter", args=[matter.number])
    return deed(request, form, do, lead=matter.title, back_url=back)


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """议定: who does what for the matter of one item, and until when."""
    viewer = current_viewer(request)
    found = item_for(viewer, pk)
    if found is None or not may_go_to_the_table(viewer, found[1]):
        raise Http404
    item, matter = found
    form = DecisionForm(request.POST or None, units=units_for_the_table(matter.place))

    def do(said: dict[str, Any]) -> str:
        actions.agree_task(
            item=item,
            matter=matter,
            decision=said["decision"],
            unit=form.units[said["unit"]],
            due_on=said["due_on"],
            by=viewer,
            at=clock.now(),
        )
        return reverse("meeting", args=[item.meeting.number])

    back = reverse("meeting", args=[item.meeting.number])
    return deed(request, form, do, lead=matter.title, back_url=back)


@require_http_methods(["GET", "POST"])
def task_result(request: HttpRequest, pk: int) -> HttpResponse:
    """报结果."""
    viewer, task = _task(request, pk)

    def do(said: dict[str, Any]) -> str:
        actions.finish_task(task=task, result=said["result"], by=viewer, at=clock.now())
        return _back(viewer)

    facts = [(gettext("议定办什么"), task.decision)]
    form = TaskResultForm(request.POST or None)
    return deed(request, form, do, lead=task.matter.title, back_url=_back(viewer), facts=facts)


@require_http_methods(["GET", "POST"])
def task_dropped(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销议定的事."""
    viewer, task = _task(request, pk)

    def do(said: dict[str, Any]) -> str:
        actions.drop_task(task=task, reason=said["reason"], by=viewer, at=clock.now())
        return _back(viewer)

    facts = [(gettext("议定办什么"), task.decision)]
    form = DropForm(request.POST or None)
    return deed(request, form, do, lead=task.matter.title, back_url=_back(viewer), facts=facts)


def _task(request: HttpRequest, pk: int) -> tuple[Viewer, JointTask]:
    viewer = current_viewer(request)
    found = task_for(viewer, pk)
    if found is None:
        raise Http404
    return viewer, found


def _shown(task: JointTask, viewer: Viewer) -> dict[str, Any]:
    return {
        "task": task,
        "may_finish": policies.may_finish_task(viewer, task),
        "may_drop": policies.may_drop_task(viewer, task),
    }


def _desk_of(viewer: Viewer) -> Area:
    desks = viewer.with_reach(Reach.DESK)
    if not desks:
        raise NotPermitted("会由工作台来召集。")
    smallest = max(desks, key=lambda post: len(post.area_path))
    return Area.objects.get(pk=smallest.area_id)


def _back(viewer: Viewer) -> str:
    return reverse("joint-meetings" if viewer.works_a_desk else "unit-work")


def _spoken(table: Meeting) -> str:
    english = (get_language() or "").startswith("en")
    return f"{table.title} · {moments.moment(table.starts_at, now=None, english=english)}"

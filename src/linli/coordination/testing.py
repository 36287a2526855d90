"""Whistles in any legal state, reached the way real ones are: through the actions."""

from collections.abc import Sequence
from datetime import date, datetime

from linli.coordination import actions
from linli.coordination.models import CalledUnit, JointTask, Whistle
from linli.coordination.queries import called_for
from linli.coordination.rules import Ground, Scores, TableKind
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.matters.testing import a_matter
from linli.meetings.models import Meeting
from linli.people import actions as people
from linli.people.models import Organisation, Person
from linli.people.rules import Obtained, OrganisationKind, PostKind
from linli.people.testing import LAST_YEAR, a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

HERE, CAME = "三号楼西侧", "左思源"
MENDED = "拆了违建，清运两车"


def a_department(
    area: Area,
    name: str = "综合行政执法队",
    *,
    kind: OrganisationKind = OrganisationKind.DEPARTMENT,
) -> Organisation:
    return people.form_organisation(name=name, kind=kind, area=area, by=THE_HOUSE, at=NOON)


def a_contact(unit: Organisation, name: str = "左思源") -> Person:
    """Somebody who speaks for the unit since last year."""
    post = people.create_post(
        kind=PostKind.DEPARTMENT_CONTACT,
        area=unit.area,
        organisation=unit,
        by=THE_HOUSE,
        at=NOON,
    )
    term = people.appoint(
        post=post,
        person=a_person(name, unit.area),
        obtained=Obtained.SENT,
        starts_on=LAST_YEAR,
        by=THE_HOUSE,
        at=NOON,
    )
    return term.person


def a_whistle(
    *,
    matter: Matter | None = None,
    lead: Organisation | None = None,
    others: Sequence[Organisation] = (),
    ground: Ground = Ground.ENFORCEMENT,
    at: datetime = NOON,
) -> Whistle:
    """A whistle that the community's desk blew, calling one department or those given."""
    subject = matter or a_matter()
    assert subject.desk.parent
    return actions.blow_whistle(
        matter=subject,
        ground=ground,
        asked="楼顶违建漏水，请到场一起看，定下谁来拆。",
        lead=lead or a_department(subject.desk.parent),
        others=others,
        by=viewing(a_clerk(subject.desk, "林小溪")),
        at=at,
    )


def the_unit(whistle: Whistle) -> CalledUnit:
    """The leading unit as it stands, with what every action needs of it."""
    called = called_for(
        viewing(whistle.blown_by), whistle.pk, whistle.units.get(is_lead=True).pk
    )
    assert called
    return called


def a_unit_on_the_spot(whistle: Whistle | None = None, *, at: datetime = NOON) -> CalledUnit:
    begun = whistle or a_whistle()
    by = viewing(begun.blown_by)
    actions.report_in(called=the_unit(begun), where=HERE, who=CAME, by=by, at=at)
    return the_unit(begun)


def a_unit_with_a_result(whistle: Whistle | None = None, *, at: datetime = NOON) -> CalledUnit:
    called = a_unit_on_the_spot(whistle, at=at)
    by = viewing(called.whistle.blown_by)
    actions.give_result(called=called, result=MENDED, by=by, at=at)
    return the_unit(called.whistle)


def a_judged_unit(whistle: Whistle | None = None, *, at: datetime = NOON) -> CalledUnit:
    called = a_unit_with_a_result(whistle, at=at)
    by = viewing(called.whistle.blown_by)
    scores = Scores(response=5, result=4, attitude=4, words="来得快")
    actions.judge_unit(called=called, scores=scores, by=by, at=at)
    return the_unit(called.whistle)


def a_table(
    *matters: Matter,
    units: Sequence[Organisation] = (),
    kind: TableKind = TableKind.JOINT,
    at: datetime = NOON,
) -> Meeting:
    """A joint meeting about these matters, called by the community's desk, beginning now."""
    place = matters[0].desk
    return actions.call_joint_meeting(
        kind=kind,
        place=place,
        matters=matters,
        units=units,
        starts_at=at,
        by=viewing(a_clerk(place, "林小溪")),
        at=at,
    )


def a_task(
    matter: Matter | None = None,
    *,
    unit: Organisation | None = None,
    due_on: date = date(2026, 3, 20),
    kind: TableKind = TableKind.JOINT,
    at: datetime = NOON,
) -> JointTask:
    """What a department took on for one matter at a joint meeting."""
    subject = matter or a_matter()
    assert subject.desk.parent
    table = a_table(subject, kind=kind, at=at)
    assert table.convener
    return actions.agree_task(
        item=table.agenda.select_related("meeting__place").get(),
        matter=subject,
        decision="更换消火栓，年底前通水",
        unit=unit or a_department(subject.desk.parent, "城市管理局"),
        due_on=due_on,
        by=viewing(table.convener),
        at=at,
    )

"""Scenes of mediation and of prevention: one settled, one in talks, one lamp said thrice."""

from datetime import datetime, timedelta

from linli.demo.cast import CLERK, FAIRLY, YES
from linli.demo.story import Story
from linli.kernel.dates import day_of
from linli.mediation import actions as mediation
from linli.mediation.actions import Agreed, NewParty
from linli.mediation.models import Case
from linli.mediation.rules import Form, Fulfilment
from linli.people.models import Organisation
from linli.places.models import Area
from linli.prevention import actions as prevention
from linli.prevention.models import Problem

COMMITTEE, HEAD, SECRETARY = "幸福里社区调解委员会", "封永年", "方知秋"
GRID_WORKER = "程小满"
MEMBERS = (HEAD, "洪素梅", "屈明远")


def a_leak_between_two_floors(s: Story) -> None:
    """Said at the desk, agreed in writing, visited: all was done."""
    begins = s.workday(14, "09:20")
    s.tells(s.workday(15, "10:00"), lambda at: _composed(s, at))
    s.tells(
        begins,
        lambda at: _opened(
            s,
            "damp",
            at,
            ("戴水生", "邬长河"),
            "楼上洗衣机漏水，楼下天花板起皮，为赔多少说不拢。",
        ),
    )
    s.tells(
        s.workday(12, "19:00"), lambda at: _talked(s, "damp", at, "楼上愿意修，赔的数差三百。")
    )
    s.tells(s.workday(11, "19:30"), lambda at: _agreed(s, "damp", at))
    s.tells(s.workday(4, "17:00"), lambda at: _visited(s, "damp", at))


def the_chess_under_the_window(s: Story) -> None:
    """Both sides agree to it; one talk so far."""
    s.tells(
        s.workday(3, "10:10"),
        lambda at: _opened(
            s,
            "chess",
            at,
            ("鲁青松", "殷桂枝"),
            "傍晚楼下下棋吵到九点，楼上孩子要睡觉，两边说过几次嘴。",
        ),
    )
    s.tells(
        s.workday(2, "19:20"),
        lambda at: _talked(s, "chess", at, "一边说到八点半，一边说到八点，约了再谈。"),
    )


def the_lamp_that_keeps_going_out(s: Story) -> None:
    """Mended three times within a month: it is a problem, and its root is sought."""
    told = (
        ("lamp1", 13, "罗小舟", "四栋的楼道灯又不亮了，上个月才换过灯泡，晚上看不见台阶。"),
        ("lamp2", 9, "田秋菊", "四栋的声控灯拍手也不亮，我摸着扶手一级一级上的楼。"),
        ("lamp3", 6, "罗小舟", "楼道灯坏了，这是第三回，孩子放学不敢一个人上楼。"),
    )
    for name, ago, who, words in told:
        s.says(name, s.workday(ago, "19:50"), who, "幸福里一区/4栋", words)
        s.gives(name, s.workday(ago - 1, "09:10"), CLERK, GRID_WORKER)
        s.accepts(name, s.workday(ago - 1, "09:40"), GRID_WORKER)
    for name, ago, who in (("lamp1", 12, "罗小舟"), ("lamp2", 8, "田秋菊")):
        s.finishes(
            name, s.workday(ago, "16:30"), GRID_WORKER, "换了一只灯泡", "当晚去看，灯是亮的"
        )
        s.answers(name, s.workday(ago - 1, "20:10"), who, YES, FAIRLY, "但愿这回久一点。")
    s.notes("lamp3", s.workday(4, "17:20"), GRID_WORKER, "灯泡先换上了，约了电工查线路。")
    s.tells(s.workday(4, "09:30"), lambda at: _rooted(s, at))


def _composed(s: Story, at: datetime) -> None:
    members = [s.stage.people[name] for name in MEMBERS]
    mediation.compose_committee(
        organisation=_committee(s),
        members=members,
        head=members[0],
        women=1,
        by=s.viewer(SECRETARY, at),
        at=at,
    )


def _opened(s: Story, name: str, at: datetime, sides: tuple[str, str], words: str) -> None:
    people = s.stage.people
    case = mediation.open_case(
        place=_building(s, sides[0]),
        kind="neighbour",
        words=words,
        parties=[
            NewParty(side=side, person=people[who], consents=True)
            for side, who in enumerate(sides, start=1)
        ],
        committee=_committee(s),
        panel=[people[HEAD]],
        by=s.viewer(CLERK, at),
        at=at,
    )
    CASES[name] = case.pk


def _talked(s: Story, name: str, at: datetime, notes: str) -> None:
    case = _case(name)
    mediation.record_talk(
        case=case,
        notes=notes,
        came=list(case.parties.all()),
        where="社区调解室",
        by=s.viewer(HEAD, at),
        at=at,
    )


def _agreed(s: Story, name: str, at: datetime) -> None:
    case = _case(name)
    agreed = Agreed(
        form=Form.WRITTEN,
        disputed="天花板谁修、赔多少",
        facts="楼上洗衣机排水管脱落，楼下天花板受潮",
        terms="楼上换排水管，出钱把楼下天花板刷好，楼下不再要别的",
        fulfilment="物业看过算数",
        fulfil_by=day_of(at + timedelta(days=7)),
        signed=list(case.parties.all()),
    )
    mediation.reach_agreement(case=case, agreed=agreed, by=s.viewer(HEAD, at), at=at)


def _visited(s: Story, name: str, at: datetime) -> None:
    mediation.record_visit(
        case=_case(name),
        found=Fulfilment.FULFILLED,
        words="天花板刷过了，两家在楼道里打招呼了。",
        by=s.viewer(HEAD, at),
        at=at,
    )


def _rooted(s: Story, at: datetime) -> None:
    """Whoever was told of the three spotted it already; here somebody takes it on."""
    matter = s.matter("lamp3")
    prevention.look_for_problem(matter=matter, at=at)
    found = Problem.objects.filter(hangings__matter=matter).select_related(
        "place", "desk__parent", "owner"
    )
    if problem := found.first():
        prevention.take_on_problem(problem=problem, by=s.viewer(CLERK, at), at=at)


CASES: dict[str, int] = {}


def _case(name: str) -> Case:
    rows = Case.objects.select_related("place", "desk", "committee", "matter")
    return rows.get(pk=CASES[name])


def _building(s: Story, who: str) -> Area:
    """Where somebody lives, told no nearer than the building."""
    home = s.stage.people[who].home
    assert home  # noqa: S101 - the cast lives here
    return home.parent or home


def _committee(s: Story) -> Organisation:
    return s.stage.organisations[COMMITTEE]


SCENES = (
    a_leak_between_two_floors,
    the_chess_under_the_window,
    the_lamp_that_keeps_going_out,
)

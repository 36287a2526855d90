"""Who may call, run, answer and read: a truth table."""

import pytest

from linli.meetings import policies
from linli.meetings.models import Meeting
from linli.meetings.testing import a_meeting
from linli.people.rules import PostKind
from linli.people.testing import a_clerk, a_holder, a_person, viewing
from linli.people.viewer import A_PASSER_BY
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.mark.parametrize(
    ("kind", "level", "calls_in_the_yard", "calls_in_the_community"),
    [
        (PostKind.CLERK, "community", True, True),
        (PostKind.SUBDISTRICT_CLERK, "subdistrict", True, True),
        (PostKind.HOST, "compound", True, False),
        (PostKind.STEWARD, "building", False, False),
        (PostKind.AUDITOR, "community", False, False),
        (PostKind.EXPERT_SPEAKER, "community", False, False),
    ],
)
def test_who_calls_where(
    here: Neighbourhood,
    kind: PostKind,
    level: str,
    calls_in_the_yard: bool,
    calls_in_the_community: bool,
) -> None:
    viewer = viewing(a_holder(kind, getattr(here, level)))

    assert policies.may_call(viewer, here.compound) is calls_in_the_yard
    assert policies.may_call(viewer, here.community) is calls_in_the_community


@pytest.mark.parametrize(
    ("who", "runs", "knows_names", "answers", "sees"),
    [
        ("clerk", True, True, True, True),
        ("invited", False, True, True, True),
        ("auditor", False, True, False, True),
        ("steward", False, False, False, False),
        ("neighbour", False, False, False, False),
        ("passer_by", False, False, False, False),
    ],
)
def test_who_does_and_reads_what(
    here: Neighbourhood, who: str, runs: bool, knows_names: bool, answers: bool, sees: bool
) -> None:
    people = {
        "clerk": a_clerk(here.community),
        "invited": a_person("受邀的", home=here.unit),
        "auditor": a_holder(PostKind.AUDITOR, here.community, "审计"),
        "steward": a_holder(PostKind.STEWARD, here.building, "楼长"),
        "neighbour": a_person("邻居", home=here.unit),
    }
    other = a_clerk(here.community, "召集的")
    meeting = a_meeting(place=here.community, by=other, calls=(people["invited"],))
    viewer = viewing(people[who]) if who in people else A_PASSER_BY

    assert policies.may_run(viewer, meeting) is runs
    assert policies.may_see_names(viewer, meeting) is knows_names
    assert policies.may_answer(viewer, meeting.invitees.get()) is answers
    assert Meeting.objects.visible_to(viewer).filter(pk=meeting.pk).exists() is sees


def test_whoever_called_it_runs_it_after_leaving_the_post(here: Neighbourhood) -> None:
    clerk = a_clerk(here.community)
    meeting = a_meeting(place=here.community, by=clerk)
    bare = type(viewing(clerk))(person_id=clerk.pk, name=clerk.name)

    assert policies.may_run(bare, meeting)

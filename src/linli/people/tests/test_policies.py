"""The truth table of every permission, and the page that says it."""

from collections.abc import Callable
from datetime import date

import pytest

from linli.kernel.testing import NOON
from linli.people import actions, policies, queries
from linli.people.management.commands.permissions import PAGE
from linli.people.models import Kinship, Mandate, Organisation, Person, Term
from linli.people.rules import KinRelation, OrganisationKind, PostKind, Reach, reach_of
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_holder,
    a_person,
    a_steward,
    a_subdistrict_clerk,
    a_term,
    an_administrator,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

WHO = (
    "oneself",
    "neighbour",
    "steward",
    "auditor",
    "clerk",
    "clerk next door",
    "subdistrict clerk",
    "administrator",
    "passer-by",
)
KEEPERS = {"clerk", "subdistrict clerk", "administrator"}


class _Stage:
    """王秀英 with everything that a permission asks about."""

    def __init__(self, here: Neighbourhood) -> None:
        self.here = here
        self.wang: Person = a_person("王秀英", here.unit)
        self.other: Person = a_person("赵敏", here.unit)
        self.term: Term = a_term(PostKind.STEWARD, here.building)
        self.team: Organisation = actions.form_organisation(
            name="合唱队",
            kind=OrganisationKind.CULTURAL_TEAM,
            area=here.community,
            by=THE_HOUSE,
            at=NOON,
        )
        self.kinship: Kinship = actions.propose_kinship(
            person=self.wang,
            relative=self.other,
            relation=KinRelation.CHILD,
            evidence="户口簿",
            by=viewing(self.other),
            at=NOON,
        )
        self.mandate: Mandate = actions.give_mandate(
            principal=self.wang,
            delegate=self.other,
            evidence="纸",
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 1, 1),
            by=THE_HOUSE,
            at=NOON,
        )

    def viewer(self, who: str) -> Viewer:
        here = self.here
        makers: dict[str, Callable[[], Viewer]] = {
            "oneself": lambda: viewing(self.wang),
            "neighbour": lambda: viewing(a_person("邻居", here.unit)),
            "steward": lambda: viewing(a_steward(here.building)),
            "auditor": lambda: viewing(a_holder(PostKind.AUDITOR, here.county)),
            "clerk": lambda: viewing(a_clerk(here.community)),
            "clerk next door": lambda: viewing(a_clerk(a_neighbourhood().community)),
            "subdistrict clerk": lambda: viewing(a_subdistrict_clerk(here.subdistrict)),
            "administrator": lambda: viewing(an_administrator(here.county)),
            "passer-by": lambda: A_STRANGER,
        }
        return makers[who]()


TABLE: dict[str, tuple[Callable[[_Stage, Viewer], bool], set[str]]] = {
    "may_keep_register": (
        lambda stage, viewer: policies.may_keep_register(viewer, stage.here.unit),
        KEEPERS,
    ),
    "may_change_person": (
        lambda stage, viewer: policies.may_change_person(viewer, stage.wang),
        KEEPERS,
    ),
    "may_reveal": (lambda stage, viewer: policies.may_reveal(viewer, stage.wang), KEEPERS),
    "may_forget": (
        lambda stage, viewer: policies.may_forget(viewer, stage.wang),
        KEEPERS | {"oneself"},
    ),
    "may_form_organisation": (
        lambda stage, viewer: policies.may_form_organisation(viewer, stage.here.community),
        KEEPERS,
    ),
    "may_change_organisation": (
        lambda stage, viewer: policies.may_change_organisation(viewer, stage.team),
        KEEPERS,
    ),
    "may_create_post": (
        lambda stage, viewer: policies.may_create_post(
            viewer, stage.here.building, PostKind.STEWARD
        ),
        KEEPERS,
    ),
    "may_appoint": (
        lambda stage, viewer: policies.may_appoint(viewer, stage.term.post, stage.other),
        KEEPERS,
    ),
    "may_end_term": (
        lambda stage, viewer: policies.may_end_term(viewer, stage.term),
        KEEPERS,
    ),
    "may_take_leave": (
        lambda stage, viewer: policies.may_take_leave(viewer, stage.term, stage.other),
        KEEPERS,
    ),
    "may_give_mandate": (
        lambda stage, viewer: policies.may_give_mandate(viewer, stage.wang, stage.other),
        KEEPERS | {"oneself"},
    ),
    "may_revoke_mandate": (
        lambda stage, viewer: policies.may_revoke_mandate(viewer, stage.mandate),
        KEEPERS | {"oneself"},
    ),
    "may_propose_kinship": (
        lambda stage, viewer: policies.may_propose_kinship(viewer, stage.wang, stage.other),
        KEEPERS | {"oneself"},
    ),
    "may_verify_kinship": (
        lambda stage, viewer: policies.may_verify_kinship(viewer, stage.kinship),
        KEEPERS,
    ),
    "may_end_kinship": (
        lambda stage, viewer: policies.may_end_kinship(viewer, stage.kinship),
        KEEPERS | {"oneself"},
    ),
    "may_consent": (
        lambda stage, viewer: policies.may_consent(viewer, stage.wang),
        KEEPERS | {"oneself"},
    ),
    "may_open_account": (
        lambda stage, viewer: policies.may_open_account(viewer, stage.wang, ()),
        KEEPERS | {"oneself"},
    ),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("permission", TABLE)
def test_who_may_what(permission: str, who: str) -> None:
    asks, allowed = TABLE[permission]
    stage = _Stage(a_neighbourhood())

    assert asks(stage, stage.viewer(who)) == (who in allowed)


def test_the_table_leaves_no_permission_out() -> None:
    [people] = [group for group in queries.policy_groups() if group.context == "people"]

    assert {policy.name for policy in people.policies} == TABLE.keys()


def test_every_permission_says_what_it_is_in_chinese() -> None:
    for group in queries.policy_groups():
        for policy in group.policies:
            assert policy.says, f"{group.context}.{policy.name} says nothing"


@pytest.mark.parametrize("kind", PostKind)
def test_every_post_has_a_name_and_a_reach(kind: PostKind) -> None:
    assert kind.label
    assert reach_of(kind) in Reach


def test_the_written_permissions_are_what_the_policies_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == queries.permissions_written(), (
        "run `bin/linli permissions --write`"
    )


def test_only_whoever_is_seen_is_listed() -> None:
    stage = _Stage(a_neighbourhood())
    seen = {
        who: Person.objects.visible_to(stage.viewer(who)).filter(pk=stage.wang.pk).exists()
        for who in WHO
    }

    assert {who for who, sees in seen.items() if sees} == KEEPERS | {"oneself", "auditor"}

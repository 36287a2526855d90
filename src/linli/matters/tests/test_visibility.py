"""在名单里 ⇔ 打得开: what is listed can be opened, and nothing else, after any random moves."""

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.errors import Refusal
from linli.kernel.testing import NOON
from linli.matters import actions, policies
from linli.matters.actions import Assignment, Word
from linli.matters.models import Involvement, Matter
from linli.matters.queries.queue import has_a_desk
from linli.matters.rules import Role
from linli.people import actions as people
from linli.people.models import Mandate, Organisation, Person, Term
from linli.people.queries import receipt_hash
from linli.people.rules import DESK_POSTS, STAIR_POSTS, Obtained, OrganisationKind, PostKind
from linli.people.testing import LAST_YEAR, TODAY, a_browser_of, a_person, viewing
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area
from linli.places.rules import DESKS
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

KINDS = (
    PostKind.CLERK,
    PostKind.SUBDISTRICT_CLERK,
    PostKind.COUNTY_CLERK,
    PostKind.STEWARD,
    PostKind.GRID_WORKER,
    PostKind.DEPARTMENT_CONTACT,
    PostKind.AUDITOR,
    PostKind.EXPERT_SPEAKER,
)


@dataclass
class Town:
    """Two neighbourhoods, and what the test itself remembers of who holds what."""

    dice: random.Random
    hoods: list[Neighbourhood]
    people: list[Person]
    units: list[Organisation]
    matters: list[int] = field(default_factory=list)
    terms: dict[int, list[tuple[Term, PostKind, Area, int | None]]] = field(
        default_factory=dict
    )
    mandates: list[tuple[Mandate, int, int]] = field(default_factory=list)
    voices: set[tuple[int, int]] = field(default_factory=set)
    receipts: dict[int, str] = field(default_factory=dict)
    together: dict[int, tuple[int, int | None, int | None]] = field(default_factory=dict)

    def some_place(self) -> Area:
        hood = self.dice.choice(self.hoods)
        return self.dice.choice([hood.community, hood.compound, hood.building, hood.unit])

    def some_matter(self) -> Matter | None:
        if not self.matters:
            return None
        found = Matter.objects.select_related("place", "desk__parent", "handler", "reporter")
        return found.get(pk=self.dice.choice(self.matters))


def a_town(seed: int) -> Town:
    hoods = [a_neighbourhood(), a_neighbourhood()]
    folk = [a_person(f"居民{number}", hoods[number % 2].unit) for number in range(7)]
    units = [
        people.form_organisation(
            name="市政公司",
            kind=OrganisationKind.DEPARTMENT,
            area=hood.community,
            by=THE_HOUSE,
            at=NOON,
        )
        for hood in hoods
    ]
    return Town(dice=random.Random(seed), hoods=hoods, people=folk, units=units)


def somebody_speaks(town: Town) -> None:
    who, place = town.dice.choice(town.people), town.some_place()
    way = town.dice.choice(["ordinary", "private", "complaint", "unnamed"])
    concerns = town.dice.choice(town.people) if way == "complaint" else None
    word = Word(words="楼道的灯不亮", place=place, private=way == "private", concerns=concerns)
    if way == "unnamed":
        code = f"code{len(town.receipts)}"
        matter = actions.report_matter(word=word, by=Viewer(), receipt=code, at=NOON)
        town.receipts[matter.pk] = code
    else:
        matter = actions.report_matter(word=word, by=viewing(who), reporter=who, at=NOON)
    town.matters.append(matter.pk)


def somebody_joins(town: Town) -> None:
    matter, who = town.some_matter(), town.dice.choice(town.people)
    if matter:
        actions.join_matter(matter=matter, by=viewing(who), at=NOON)
        town.voices.add((matter.pk, who.pk))


def a_post_is_filled(town: Town) -> None:
    kind, who = town.dice.choice(KINDS), town.dice.choice(town.people)
    hood = town.dice.choice(town.hoods)
    level = DESK_POSTS.get(kind)
    area = getattr(hood, level) if level else town.some_place()
    unit = town.dice.choice(town.units) if kind is PostKind.DEPARTMENT_CONTACT else None
    post = people.create_post(kind=kind, area=area, organisation=unit, by=THE_HOUSE, at=NOON)
    term = people.appoint(
        post=post,
        person=who,
        obtained=Obtained.APPOINTED,
        starts_on=LAST_YEAR,
        by=THE_HOUSE,
        at=NOON,
    )
    held = (term, kind, area, unit.pk if unit else None)
    town.terms.setdefault(who.pk, []).append(held)


def a_post_is_left(town: Town) -> None:
    holders = [pk for pk, held in town.terms.items() if held]
    if holders:
        held = town.terms[town.dice.choice(holders)]
        term, *_ = held.pop(town.dice.randrange(len(held)))
        people.end_term(term=term, ends_on=TODAY, reason="辞任", by=THE_HOUSE, at=NOON)


def a_mandate_is_given(town: Town) -> None:
    principal, delegate = town.dice.sample(town.people, 2)
    mandate = people.give_mandate(
        principal=principal,
        delegate=delegate,
        evidence="家里说好的",
        starts_on=LAST_YEAR,
        ends_on=TODAY.replace(year=TODAY.year + 1),
        by=viewing(principal),
        at=NOON,
    )
    town.mandates.append((mandate, principal.pk, delegate.pk))


def a_mandate_is_taken_back(town: Town) -> None:
    if town.mandates:
        mandate, *_ = town.mandates.pop(town.dice.randrange(len(town.mandates)))
        people.revoke_mandate(mandate=mandate, by=THE_HOUSE, at=NOON)


def it_is_given_to_somebody(town: Town) -> None:
    matter, by = town.some_matter(), town.dice.choice(town.people)
    unit = town.dice.choice([None, *town.units])
    if matter:
        to = Assignment(handler=town.dice.choice(town.people), unit=unit)
        actions.dispatch_matter(matter=matter, assignment=to, by=viewing(by), at=NOON)


def it_is_passed_up(town: Town) -> None:
    matter, by = town.some_matter(), town.dice.choice(town.people)
    if matter:
        actions.escalate_matter(matter=matter, reason="办不了", by=viewing(by), at=NOON)


def it_is_passed_up_by_rule(town: Town) -> None:
    if matter := town.some_matter():
        actions.escalate_by_rule(matter=matter, at=NOON)


def it_is_finished(town: Town) -> None:
    matter = town.some_matter()
    if matter and matter.handler:
        by = viewing(matter.handler)
        actions.finish_matter(matter=matter, measure="", outcome="好了", by=by, at=NOON)


def somebody_is_asked_to_take_part(town: Town) -> None:
    matter, by = town.some_matter(), town.dice.choice(town.people)
    person = town.dice.choice([None, *town.people])
    unit = None if person else town.dice.choice(town.units)
    if matter:
        taken = actions.involve(
            matter=matter,
            role=town.dice.choice(list(Role)),
            why="一起办快一点",
            person=person,
            organisation=unit,
            by=viewing(town.dice.choice([by, matter.handler or by])),
            at=NOON,
        )
        who = person.pk if person else None
        town.together[taken.pk] = (matter.pk, who, unit.pk if unit else None)


def somebody_takes_part_no_longer(town: Town) -> None:
    if town.together:
        pk = town.dice.choice(list(town.together))
        part = Involvement.objects.select_related("matter__place", "matter__desk").get(pk=pk)
        by = viewing(part.person or town.dice.choice(town.people))
        actions.release(involvement=part, why="办完了", by=by, at=NOON)
        del town.together[pk]


MOVES = (
    somebody_speaks,
    somebody_speaks,
    somebody_joins,
    a_post_is_filled,
    a_post_is_filled,
    a_post_is_left,
    a_mandate_is_given,
    a_mandate_is_taken_back,
    it_is_given_to_somebody,
    it_is_given_to_somebody,
    it_is_passed_up,
    it_is_passed_up_by_rule,
    it_is_finished,
    somebody_is_asked_to_take_part,
    somebody_is_asked_to_take_part,
    somebody_takes_part_no_longer,
)


def lies_open(town: Town, person: Person, matter: Matter) -> bool:
    """The rule in plain words, from what the test remembers and the bare row."""
    speaks_for = {person.pk} | {
        principal for _, principal, delegate in town.mandates if delegate == person.pk
    }
    if matter.reporter_id in speaks_for:
        return True
    if any((matter.pk, who) in town.voices for who in speaks_for):
        return True
    if matter.concerns_id == person.pk:
        return False
    if matter.handler_id == person.pk or takes_part(town, person, matter):
        return True
    return any(
        a_post_opens(kind, area, unit, matter)
        for _, kind, area, unit in town.terms.get(person.pk, [])
    )


def takes_part(town: Town, person: Person, matter: Matter) -> bool:
    units = {unit for *_, unit in town.terms.get(person.pk, []) if unit}
    return any(
        pk == matter.pk and (who == person.pk or unit in units)
        for pk, who, unit in town.together.values()
    )


def a_post_opens(kind: PostKind, area: Area, unit: int | None, matter: Matter) -> bool:
    inside = matter.place.path.startswith(area.path)
    if kind in DESK_POSTS:
        level = DESKS.index(DESK_POSTS[kind])
        if not inside or matter.level_reached < level:
            return False
        return matter.sensitivity != "complaint" or level >= matter.lowest_desk
    if kind in STAIR_POSTS:
        return inside and matter.sensitivity == "ordinary"
    if kind is PostKind.DEPARTMENT_CONTACT:
        return unit is not None and matter.unit_id == unit
    if kind is PostKind.AUDITOR:
        return inside and matter.sensitivity != "complaint"
    return False


def after_random_moves(seed: int, moves: list[int]) -> Town:
    town = a_town(seed)
    somebody_speaks(town)
    for number in moves:
        try:
            MOVES[number](town)
        except Refusal:
            continue  # a move that the rules do not allow changes nothing
    return town


some_moves = st.lists(st.integers(0, len(MOVES) - 1), min_size=10, max_size=30)
patiently = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@patiently
@given(seed=st.integers(0, 2**16), moves=some_moves)
def test_the_list_is_what_the_rule_says_in_plain_words(seed: int, moves: list[int]) -> None:
    town = after_random_moves(seed, moves)
    matters = list(Matter.objects.filter(pk__in=town.matters).select_related("place"))

    for person in town.people:
        listed = set(
            Matter.objects.visible_to(viewing(person))
            .filter(pk__in=town.matters)
            .values_list("pk", flat=True)
        )
        assert listed == {m.pk for m in matters if lies_open(town, person, m)}, person


@settings(patiently, max_examples=4)
@given(seed=st.integers(0, 2**16), moves=some_moves)
def test_what_is_listed_opens_and_what_is_not_does_not(seed: int, moves: list[int]) -> None:
    town = after_random_moves(seed, moves)
    matters = list(Matter.objects.filter(pk__in=town.matters).select_related("place"))

    for person in town.people[:4]:
        browser = a_browser_of(person)
        at_desk = has_a_desk(viewing(person))
        for matter in matters:
            expected = 200 if lies_open(town, person, matter) else 404
            said = browser.get(f"/matters/{matter.number}/notes/")
            assert said.status_code == expected, (person, matter)
            if at_desk:
                said = browser.get(f"/desk/{matter.number}/")
                assert said.status_code == expected, (person, matter)


@patiently
@given(seed=st.integers(0, 2**16), moves=some_moves)
def test_nobody_may_do_more_than_they_may_see(seed: int, moves: list[int]) -> None:
    town = after_random_moves(seed, moves)
    matters = Matter.objects.filter(pk__in=town.matters).select_related("place", "desk")

    for person in town.people:
        viewer = viewing(person)
        for matter in matters:
            asked = (*policies.MAY.values(), policies.may_ask_back)
            may = [allowed.__name__ for allowed in asked if allowed(viewer, matter)]
            assert not may or lies_open(town, person, matter), (person, matter, may)


def test_a_receipt_opens_its_own_matter_alone() -> None:
    town = a_town(1)
    while len(town.receipts) < 2:
        somebody_speaks(town)
    [mine, other] = list(town.receipts)[:2]
    viewer = Viewer(receipts=frozenset({receipt_hash(town.receipts[mine])}))

    seen = set(Matter.objects.visible_to(viewer).values_list("pk", flat=True))

    assert mine in seen
    assert other not in seen

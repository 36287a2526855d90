"""Five more communities: cuts of their replays, and what a figure does without an input."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from linli.demo.registering import Resident
from linli.demo.replaying import replay
from linli.demo.script import REPLAYS, Answered, Done, Said, Script, read_script
from linli.demo.testing import tell_small
from linli.demo.tests.test_replaying import a_database_of_its_own
from linli.indicators.queries import figures_of
from linli.kernel import clock
from linli.matters.options import ROUTES
from linli.matters.routing import propose
from linli.people.rules import PostKind
from linli.playbooks.queries import pack_named

pytestmark = pytest.mark.django_db

FIVE = ("dalong", "guangze", "jincheng", "jinqiu", "shunchang")


def a_cut(name: str, *, matters: tuple[str, ...] = (), people: int = 30) -> Script:
    """So many of the people, those in the chosen matters, and the posts that they hold."""
    script = read_script(REPLAYS / name)
    inputs = [told for told in script.inputs if told.matter in matters]
    telling = [told for told in inputs if isinstance(told, Said)]
    named = {who for told in telling for who in (told.who, told.recorded_by)}
    named |= {told.id for told in script.residents[:people]}
    named |= {row["person"] for row in script.posts if not row["person"].startswith("r")}
    if name == "shunchang":
        named |= {row["person"] for row in script.members}
    residents = tuple(one for one in script.residents if one.id in named)
    known = {one.id for one in residents} | {row["id"] for row in script.people}
    return replace(
        script,
        inputs=inputs,
        residents=residents,
        posts=[row for row in script.posts if row["person"] in known],
        members=[row for row in script.members if row["person"] in known],
        disputes=[],
        surveys=[],
        timebank={},
        survey_answers=[],
    )


def figures(name: str, script: Script) -> dict[str, int]:
    """The headlines after this script alone was told."""
    with a_database_of_its_own():
        tell_small(script)
        return {figure.headline.key: figure.value for figure in figures_of(name)}


def without(script: Script, one: Resident) -> Script:
    """As if that resident had never been on the list."""
    return replace(
        script,
        residents=tuple(other for other in script.residents if other.id != one.id),
        posts=[row for row in script.posts if row["person"] != one.id],
        members=[row for row in script.members if row["person"] != one.id],
    )


def last_in(script: Script, kind: PostKind) -> Resident:
    held = {row["person"] for row in script.posts if row["kind"] == kind}
    return next(one for one in reversed(script.residents) if one.id in held)


def test_without_one_neighbour_the_figures_of_dalong_change() -> None:
    script = a_cut("dalong", people=400)
    gone = last_in(script, PostKind.HOUSEHOLD_REPRESENTATIVE)

    before, after = figures("dalong", script), figures("dalong", without(script, gone))

    assert before["residents"] - after["residents"] == 1
    assert before["household_representatives"] - after["household_representatives"] == 1
    assert before["mobilised_people"] - after["mobilised_people"] == 1
    assert before["stewards_and_volunteers"] == after["stewards_and_volunteers"] > 0


def test_without_one_neighbour_the_figures_of_jinqiu_change() -> None:
    script = a_cut("jinqiu", people=120)
    gone = next(one for one in script.residents if one.disabled)
    team = {row["person"] for row in script.members}
    volunteer = next((one for one in script.residents if one.id in team), None)

    before, after = figures("jinqiu", script), figures("jinqiu", without(script, gone))

    assert before["disabled_residents"] - after["disabled_residents"] == 1
    assert before["residents"] - after["residents"] == 1
    assert (before["origin_towns"], before["function_rooms"]) == (25, 17)
    if volunteer:
        fewer = figures("jinqiu", without(script, volunteer))
        assert before["volunteer_team_members"] - fewer["volunteer_team_members"] == 1


def test_without_a_row_of_its_registers_a_figure_of_jinqiu_changes() -> None:
    script = a_cut("jinqiu", people=40)
    fewer = replace(
        script,
        points=script.points[:-1],
        organisations=[
            row
            for row in script.organisations
            if row["name"] not in ("金秋环境协会", "结对单位巾帼服务队")
        ],
        posts=[row for row in script.posts if row["person"] != "w5"],
    )

    before, after = figures("jinqiu", script), figures("jinqiu", fewer)

    for key in (
        "function_rooms",
        "community_organisations",
        "partner_volunteer_teams",
        "stationed_social_workers",
    ):
        assert before[key] - after[key] == 1, key


def elder_matters(script: Script) -> Iterator[str]:
    """Matters that elder teams brought and that the rules lay on silver assistants."""
    elders = {row["person"] for row in script.members}
    routes = pack_named("shunchang")[ROUTES]
    for told in script.inputs:
        if not isinstance(told, Said) or told.who not in elders or told.at.year != 2022:
            continue
        if propose(told.words, routes).route.post is PostKind.SILVER_ASSISTANT:
            yield told.matter


def test_without_a_word_or_a_deed_of_the_elders_a_figure_of_shunchang_changes() -> None:
    chosen = tuple(elder_matters(read_script(REPLAYS / "shunchang")))[:3]
    script = a_cut("shunchang", matters=chosen)
    silent = replace(script, inputs=[t for t in script.inputs if t.matter != chosen[0]])
    undone = replace(
        script,
        inputs=[
            told
            for told in script.inputs
            if told.matter != chosen[0] or not isinstance(told, Done)
        ],
    )

    said, unsaid, idle = (figures("shunchang", one) for one in (script, silent, undone))

    for key in ("suggestions_from_elder_teams", "matters_solved_with_elder_teams"):
        assert (said[key], unsaid[key]) == (3, 2)
    assert idle["suggestions_from_elder_teams"] == 3
    assert idle["matters_solved_with_elder_teams"] == 2


def test_what_was_not_solved_is_not_counted_as_solved_with_the_elders() -> None:
    chosen = tuple(elder_matters(read_script(REPLAYS / "shunchang")))[:1]
    script = a_cut("shunchang", matters=chosen)
    unsolved = replace(
        script,
        inputs=[
            replace(told, solved="no", satisfied="not") if isinstance(told, Answered) else told
            for told in script.inputs
        ],
    )

    assert figures("shunchang", script)["matters_solved_with_elder_teams"] == 1
    assert figures("shunchang", unsolved)["matters_solved_with_elder_teams"] == 0


def test_without_a_seat_or_a_member_the_figures_of_the_committees_change() -> None:
    script = a_cut("shunchang", people=20)
    elder = script.members[0]
    fewer = replace(
        script,
        members=script.members[1:],
        posts=[
            row
            for row in script.posts
            if row["person"] not in ("u0", elder["person"])
            or row["kind"] not in ("adjunct_member", "silver_assistant")
        ],
    )

    before, after = figures("shunchang", script), figures("shunchang", fewer)

    for key in (
        "communities_with_extended_committee",
        "lead_units",
        "elder_volunteers",
        "silver_assistants",
    ):
        assert before[key] - after[key] == 1, key


def test_without_one_word_or_one_bench_the_figures_of_jincheng_change() -> None:
    script = a_cut("jincheng", matters=("m002", "m006"))
    fewer = replace(
        script,
        inputs=[told for told in script.inputs if told.matter == "m002"],
        points=script.points[1:],
    )

    before, after = figures("jincheng", script), figures("jincheng", fewer)

    assert (before["matters_accepted"], after["matters_accepted"]) == (2, 1)
    assert (before["rest_points"], after["rest_points"]) == (7, 6)
    assert (after["service_stations"], after["classrooms"]) == (2, 5)


def test_without_an_agreement_a_dispute_of_jincheng_is_not_mediated() -> None:
    whole = read_script(REPLAYS / "jincheng")
    two = whole.disputes[:2]
    parties = {row[side] for row in two for side in ("one", "other")}
    script = replace(
        a_cut("jincheng"),
        residents=tuple(one for one in whole.residents if one.id in parties),
        posts=[row for row in whole.posts if not row["person"].startswith("r")],
        disputes=two,
    )
    silent = replace(script, disputes=[two[0], {**two[1], "agreed": "", "visited": ""}])

    before, after = figures("jincheng", script), figures("jincheng", silent)

    assert (before["disputes_mediated"], after["disputes_mediated"]) == (2, 1)
    assert (before["resolution_rate_percent"], after["resolution_rate_percent"]) == (100, 50)


def test_without_one_covenant_the_figure_of_jinqiu_changes() -> None:
    script = a_cut("jinqiu")

    before = figures("jinqiu", script)
    after = figures("jinqiu", replace(script, documents=script.documents[1:]))

    assert (before["covenants"], after["covenants"]) == (2, 1)


def test_without_one_grid_leader_or_agency_the_figures_of_guangze_change() -> None:
    script = a_cut("guangze", people=200)
    gone = last_in(script, PostKind.NEIGHBOUR_GRID_LEADER)
    fewer = replace(without(script, gone), organisations=script.organisations[:-1])
    fewer = replace(fewer, posts=[row for row in fewer.posts if row["person"] != "w3"])

    before, after = figures("guangze", script), figures("guangze", fewer)

    assert before["neighbour_grid_leaders"] - after["neighbour_grid_leaders"] == 1
    assert before["social_work_organisations"] - after["social_work_organisations"] == 1


@pytest.mark.skipif("LINLI_FULL_REPLAYS" not in os.environ, reason="takes a minute each")
@pytest.mark.parametrize("name", FIVE)
def test_the_whole_replay_of_the_five_reproduces_what_was_reported(name: str) -> None:
    script = read_script(REPLAYS / name)

    replay(script, pack_named(script.playbook), now=clock.now)

    assert [figure.headline.key for figure in figures_of(name) if not figure.agrees] == []

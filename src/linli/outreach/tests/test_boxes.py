"""说事箱: two open it, one types, the other confirms, and no paper is lost."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.options import choose
from linli.kernel.references import ref
from linli.kernel.rhythms import Every
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.outreach import actions
from linli.outreach.actions.boxes import (
    AllTypedAlready,
    NotABox,
    PaperMovedOn,
    PapersUnsound,
    SamePerson,
    TwoAreNeeded,
)
from linli.outreach.models import BoxOpening, Paper, PaperState
from linli.outreach.testing import Here, a_point, an_opened_box, here
from linli.people.actions import end_term
from linli.people.models import Term
from linli.people.options import RHYTHMS, Rhythm
from linli.people.testing import a_browser_of, a_clerk, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import PointKind
from linli.places.rules import AreaKind

WEEKLY = Rhythm(
    code="open_boxes",
    label="开箱",
    label_en="Open boxes",
    every=Every.WEEK,
    level=AreaKind.COMMUNITY,
    task="两人一起开箱",
)


def typed(them: Here, opening: BoxOpening, words: str = "灯不亮") -> Paper:
    return actions.type_paper(
        opening=opening, words=words, place=them.place.unit, by=viewing(them.clerk), at=NOON
    )


@pytest.mark.django_db
class TestABox:
    @pytest.fixture
    def them(self) -> Here:
        return here()

    def test_a_box_is_opened_by_two_who_serve_there(self, them: Here) -> None:
        box, by = a_point(them), viewing(them.clerk)

        for witness in (them.clerk, them.resident):
            with pytest.raises(TwoAreNeeded):
                actions.open_box(box=box, witness=witness, papers=1, by=by, at=NOON)
        with pytest.raises(NotPermitted):
            actions.open_box(
                box=box, witness=them.clerk, papers=1, by=viewing(them.resident), at=NOON
            )
        actions.open_box(box=box, witness=them.colleague, papers=1, by=by, at=NOON)

    def test_a_door_is_no_box_and_papers_are_counted(self, them: Here) -> None:
        by, room = viewing(them.clerk), a_point(them, PointKind.TALK_ROOM)

        with pytest.raises(NotABox):
            actions.open_box(box=room, witness=them.colleague, papers=1, by=by, at=NOON)
        with pytest.raises(PapersUnsound):
            actions.open_box(
                box=a_point(them), witness=them.colleague, papers=-1, by=by, at=NOON
            )

    def test_what_one_typed_the_other_confirms(self, them: Here) -> None:
        opening = an_opened_box(them)
        paper = typed(them, opening)

        with pytest.raises(SamePerson):
            actions.confirm_paper(paper=paper, by=viewing(them.clerk), at=NOON)
        actions.confirm_paper(paper=paper, by=viewing(them.colleague), at=NOON)

        paper.refresh_from_db()
        assert paper.state == PaperState.TAKEN
        assert paper.words == ""
        assert paper.matter
        assert (paper.matter.words, paper.matter.reporter) == ("灯不亮", None)
        with pytest.raises(PaperMovedOn):
            actions.confirm_paper(paper=paper, by=viewing(them.colleague), at=NOON)

    def test_a_third_does_not_read_the_papers(self, them: Here) -> None:
        opening = an_opened_box(them)
        paper = typed(them, opening)
        third = viewing(them.resident)

        with pytest.raises(NotPermitted):
            actions.confirm_paper(paper=paper, by=third, at=NOON)
        with pytest.raises(NotPermitted):
            actions.type_paper(
                opening=opening, words="灯", place=them.place.unit, by=third, at=NOON
            )

    def test_colleagues_go_on_for_openers_who_have_left(self, them: Here) -> None:
        opening = an_opened_box(them, papers=2)
        first = typed(them, opening)
        one, other = (a_clerk(them.place.community, name) for name in ("江一", "江二"))
        with pytest.raises(NotPermitted):
            actions.confirm_paper(paper=first, by=viewing(one), at=NOON)
        for gone in (them.clerk, them.colleague):
            term = Term.objects.get(person=gone)
            end_term(term=term, reason="调走", by=viewing(gone), at=NOON)

        actions.confirm_paper(paper=first, by=viewing(one), at=NOON)
        second = actions.type_paper(
            opening=opening, words="水", place=them.place.unit, by=viewing(one), at=NOON
        )
        with pytest.raises(SamePerson):
            actions.confirm_paper(paper=second, by=viewing(one), at=NOON)
        with pytest.raises(NotPermitted):
            actions.confirm_paper(paper=second, by=viewing(them.resident), at=NOON)
        page = a_browser_of(other).get(reverse("box-opening", args=[opening.pk]))
        assert "您可以接着录入、核对" in page.content.decode()
        actions.confirm_paper(paper=second, by=viewing(other), at=NOON)
        opening.refresh_from_db()
        assert opening.finished_at == NOON

    def test_no_more_is_typed_than_was_counted(self, them: Here) -> None:
        opening = an_opened_box(them, papers=1)
        typed(them, opening)

        with pytest.raises(AllTypedAlready):
            typed(them, opening)

    def test_what_does_not_match_is_typed_anew_in_its_place(self, them: Here) -> None:
        opening = an_opened_box(them)
        first = typed(them, opening, "登不亮")

        actions.send_paper_back(paper=first, by=viewing(them.colleague), at=NOON)

        assert typed(them, opening).position == first.position
        first.pk = 999
        with pytest.raises(PaperMovedOn):
            actions.send_paper_back(paper=first, by=viewing(them.colleague), at=NOON)

    def test_a_blank_paper_is_set_aside_with_a_reason_and_by_both(self, them: Here) -> None:
        opening, by = an_opened_box(them, papers=1), viewing(them.clerk)

        with pytest.raises(PapersUnsound):
            actions.set_paper_aside(opening=opening, reason=" ", by=by, at=NOON)
        paper = actions.set_paper_aside(opening=opening, reason="空白", by=by, at=NOON)
        actions.confirm_paper(paper=paper, by=viewing(them.colleague), at=NOON)

        opening.refresh_from_db()
        assert opening.finished_at == NOON
        assert not Matter.objects.exists()

    def test_the_papers_are_owed_until_all_are_in(self, them: Here) -> None:
        opening = an_opened_box(them, papers=1)
        owed = Duty.objects.running().filter(subject=opening.ref)
        assert owed.exists()

        actions.confirm_paper(paper=typed(them, opening), by=viewing(them.colleague), at=NOON)

        assert not owed.exists()

    def test_an_empty_box_owes_nothing(self, them: Here) -> None:
        opening = an_opened_box(them, papers=0)

        assert opening.finished_at == NOON
        assert not Duty.objects.running().exists()

    def test_a_box_that_was_not_opened_this_week_is_owed_once(self, them: Here) -> None:
        box, by = a_point(them), viewing(them.clerk)
        assert actions.look_after_boxes(NOON) == 0  # without a rhythm nothing is owed
        choose({RHYTHMS: (WEEKLY,)}, place=them.place.community.ref, by=THE_HOUSE.ref, at=NOON)

        assert actions.look_after_boxes(NOON) == 1
        assert actions.look_after_boxes(NOON) == 0
        assert Duty.objects.running().filter(subject=ref(box)).exists()
        actions.open_box(box=box, witness=them.colleague, papers=0, by=by, at=NOON)
        assert not Duty.objects.running().filter(subject=ref(box)).exists()
        assert actions.look_after_boxes(NOON) == 0

    def test_the_database_keeps_the_two_apart(self, them: Here) -> None:
        opening = an_opened_box(them)
        paper = typed(them, opening)

        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(
                state="set_aside", reason="x", confirmed_by=them.clerk
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            BoxOpening.objects.filter(pk=opening.pk).update(witness=them.clerk)


class TestNoPaperIsLost(TestCase):
    """Papers found = matters + set aside, however they are entered."""

    @given(st.lists(st.sampled_from(["type", "aside", "back"]), max_size=8))
    @settings(max_examples=15, deadline=None)
    def test_papers_are_matters_or_set_aside(self, steps: list[str]) -> None:
        them = here()
        count = sum(step != "back" for step in steps)
        opening = an_opened_box(them, papers=count)
        one, other = viewing(them.clerk), viewing(them.colleague)
        for step in steps:
            if step == "type":
                actions.confirm_paper(paper=typed(them, opening), by=other, at=NOON)
            elif step == "aside":
                paper = actions.set_paper_aside(opening=opening, reason="空白", by=one, at=NOON)
                actions.confirm_paper(paper=paper, by=other, at=NOON)
            elif opening.papers.exclude(state=PaperState.TYPED).count() < count:
                actions.send_paper_back(paper=typed(them, opening), by=other, at=NOON)

        opening.refresh_from_db()
        taken = opening.papers.filter(state=PaperState.TAKEN).count()
        aside = opening.papers.filter(state=PaperState.SET_ASIDE).count()
        assert opening.finished_at == NOON
        assert taken + aside == opening.papers_found
        assert Matter.objects.count() == taken

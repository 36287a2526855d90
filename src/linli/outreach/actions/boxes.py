"""开说事箱: two open the box; each paper is typed by one and confirmed by the other."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties
from linli.duties.models import Duty
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.links import link
from linli.kernel.options import resolve
from linli.kernel.references import ref
from linli.kernel.rhythms import period_of
from linli.matters.actions import Word, record_matter
from linli.matters.options import CHANNELS
from linli.outreach import policies
from linli.outreach.events import (
    BoxEntered,
    BoxOpened,
    PaperConfirmed,
    PaperSentBack,
    PaperSetAside,
    PaperTyped,
)
from linli.outreach.models import BoxOpening, Paper, PaperState
from linli.outreach.queries.desk import openers_here
from linli.people.models import Person
from linli.people.options import RHYTHMS
from linli.people.queries import holders_of, viewer_of
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind
from linli.places.rules import AreaKind, ids_on

OPENING, ENTERING = "open_box", "enter_papers"
RHYTHM = "open_boxes"
IN_BOX = "in_box"
BOX_CHANNELS = ("talk_box", "box")
MOST_PAPERS = 200
DAYS_TO_ENTER = 1


class NotABox(Unreadable):
    pass


class TwoAreNeeded(NotPermitted):
    pass


class PapersUnsound(Unreadable):
    pass


class AllTypedAlready(Refusal):
    pass


class PaperMovedOn(Refusal):
    pass


class SamePerson(NotPermitted):
    pass


@transaction.atomic
def open_box(
    *, box: Point, witness: Person, papers: int, by: Viewer, at: datetime
) -> BoxOpening:
    """开箱: two who serve there open it and count; the papers are owed by the next workday."""
    if box.kind != PointKind.TALK_BOX:
        raise NotABox("“{name}”不是说事箱。", name=box.name)
    if not policies.may_serve(by, box.area):
        raise NotPermitted("说事箱由在那里值守的两位同事一起开。")
    if by.person_id == witness.pk or not policies.may_serve(
        viewer_of(witness, at=at), box.area
    ):
        raise TwoAreNeeded("开箱要两个人在场：请另选一位在那里值守的同事。")
    if not 0 <= papers <= MOST_PAPERS:
        raise PapersUnsound("纸条张数要在 0 到 {most} 之间。", most=MOST_PAPERS)
    opening = BoxOpening.objects.create(
        box=box,
        opener_id=_who(by),
        witness=witness,
        papers_found=papers,
        opened_at=at,
        finished_at=None if papers else at,
    )
    event = BoxOpened(subject=opening.ref, opener=by.ref, witness=witness.ref, papers=papers)
    journal.record(event, by=by.ref, at=at, place=box.area.ref)
    end_duties(subject=ref(box), at=at)
    if papers:
        _owe(opening, at)
    return opening


@transaction.atomic
def type_paper(
    *, opening: BoxOpening, words: str, place: Area, by: Viewer, at: datetime
) -> Paper:
    """录入: what stands on one paper, in its own words; nobody is named."""
    if not words.strip():
        raise PapersUnsound("请照着纸条写，几个字也行。")
    if not place.lies_in(_community_of(opening)):
        raise PapersUnsound("请选说事箱所在社区里的地点。")
    paper = _next_paper(opening, by, at)
    paper.words, paper.place = words.strip(), place
    paper.save(force_insert=True)
    event = PaperTyped(subject=opening.ref, position=paper.position)
    journal.record(event, by=by.ref, at=at, place=opening.box.area.ref)
    return paper


@transaction.atomic
def set_paper_aside(*, opening: BoxOpening, reason: str, by: Viewer, at: datetime) -> Paper:
    """不登记: an empty or unreadable paper; the other one has to agree."""
    if not reason.strip():
        raise PapersUnsound("请写一句为什么不登记，比如“空白”“看不清”。")
    paper = _next_paper(opening, by, at)
    paper.reason = reason.strip()
    paper.save(force_insert=True)
    event = PaperTyped(subject=opening.ref, position=paper.position)
    journal.record(event, by=by.ref, at=at, place=opening.box.area.ref)
    return paper


@transaction.atomic
def confirm_paper(*, paper: Paper, by: Viewer, at: datetime) -> None:
    """核对: the other one has read the paper too; it becomes a matter, or is set aside."""
    _refuse_who_typed(paper, by, at)
    opening = paper.opening
    if paper.reason:
        _settle(paper, PaperState.SET_ASIDE, by)
        told: PaperSetAside | PaperConfirmed = PaperSetAside(
            subject=opening.ref, position=paper.position, reason=paper.reason
        )
    else:
        assert paper.place  # noqa: S101 - typed with its words
        word = Word(words=paper.words, place=paper.place, channel=_channel(paper.place))
        matter = record_matter(word=word, by=by, at=at)
        link(matter.ref, opening.ref, kind=IN_BOX, by=by.ref, at=at)
        _settle(paper, PaperState.TAKEN, by, matter=matter, words="")
        told = PaperConfirmed(subject=opening.ref, position=paper.position, matter=matter.pk)
    journal.record(told, by=by.ref, at=at, place=opening.box.area.ref)
    _finish_if_all_are_in(opening, by, at)


@transaction.atomic
def send_paper_back(*, paper: Paper, by: Viewer, at: datetime) -> None:
    """对不上: what was typed is not what stands on the paper; it is typed anew."""
    _refuse_who_typed(paper, by, at)
    gone, _ = Paper.objects.filter(pk=paper.pk, state=PaperState.TYPED).delete()
    if not gone:
        raise PaperMovedOn("这张纸条刚刚核对过了。")
    event = PaperSentBack(subject=paper.opening.ref, position=paper.position)
    journal.record(event, by=by.ref, at=at, place=paper.opening.box.area.ref)


def look_after_boxes(at: datetime) -> int:
    """该开箱了: a box that was not opened in its period is owed until it is."""
    boxes = Point.objects.filter(kind=PointKind.TALK_BOX, closed_on=None)
    return sum(_owe_opening(box, at) for box in boxes.select_related("area"))


def _owe_opening(box: Point, at: datetime) -> bool:
    rhythms = resolve(box.area.chain)[RHYTHMS]
    rhythm = next((one for one in rhythms if one.code == RHYTHM), None)
    if not rhythm:
        return False
    first, following = period_of(rhythm.every, day_of(at))
    opened = BoxOpening.objects.filter(box=box, opened_at__gte=start_of(first))
    running = Duty.objects.running().filter(subject=ref(box), kind=OPENING)
    if opened.exists() or running.exists() or box.opened_on >= following:
        return False
    due = start_of(following) - timedelta(hours=6)
    holders = holders_of(rhythm.post, box.area, on=day_of(at)) if rhythm.post else []
    begin_duty(
        subject=ref(box),
        kind=OPENING,
        desk=box.area,
        holder=holders[0] if holders else None,
        unit=None,
        promise=_by(max(due, at), at, rhythm.task),
        at=at,
    )
    return True


def _owe(opening: BoxOpening, at: datetime) -> None:
    due = calendar_in_force().add_workdays(at, DAYS_TO_ENTER)
    begin_duty(
        subject=opening.ref,
        kind=ENTERING,
        desk=opening.box.area,
        holder=opening.opener,
        unit=None,
        promise=_by(due.at, at, due.why),
        at=at,
    )


def _by(due_at: datetime, at: datetime, why: str) -> Promise:
    return Promise(
        accept_by=None,
        remind_at=at + (due_at - at) / 2,
        due_at=due_at,
        give_up_at=None,
        calendar_version=calendar_in_force().version,
        is_provisional=False,
        why=why,
    )


def _next_paper(opening: BoxOpening, by: Viewer, at: datetime) -> Paper:
    _refuse_others(opening, by, at)
    # Locked first: of two who type at once the second counts what the first has laid down.
    BoxOpening.objects.filter(pk=opening.pk).update(papers_found=opening.papers_found)
    taken = set(opening.papers.values_list("position", flat=True))
    free = [n for n in range(1, opening.papers_found + 1) if n not in taken]
    if not free:
        raise AllTypedAlready("开箱时数的是 {count} 张，都录入了。", count=opening.papers_found)
    return Paper(opening=opening, position=free[0], typed_by_id=_who(by))


def _who(by: Viewer) -> int:
    assert by.person_id is not None  # noqa: S101 - a policy saw somebody who serves here
    return by.person_id


def _refuse_others(opening: BoxOpening, by: Viewer, at: datetime) -> None:
    if not policies.may_enter_papers(by, opening, openers_here(opening, at=at)):
        raise NotPermitted("纸条由一起开箱的两个人录入和核对。")


def _refuse_who_typed(paper: Paper, by: Viewer, at: datetime) -> None:
    _refuse_others(paper.opening, by, at)
    if paper.typed_by_id == by.person_id:
        raise SamePerson("自己录入的要由另一位来核对。")
    if paper.state != PaperState.TYPED:
        raise PaperMovedOn("这张纸条刚刚核对过了。")


def _settle(paper: Paper, state: PaperState, by: Viewer, **changes: object) -> None:
    seen = Paper.objects.filter(pk=paper.pk, state=PaperState.TYPED)
    if not seen.update(state=state, confirmed_by=by.person_id, **changes):
        raise PaperMovedOn("这张纸条刚刚核对过了。")
    paper.state = state


def _finish_if_all_are_in(opening: BoxOpening, by: Viewer, at: datetime) -> None:
    done = opening.papers.exclude(state=PaperState.TYPED).count()
    if done < opening.papers_found:
        return
    if BoxOpening.objects.filter(pk=opening.pk, finished_at=None).update(finished_at=at):
        journal.record(
            BoxEntered(subject=opening.ref), by=by.ref, at=at, place=opening.box.area.ref
        )
        end_duties(subject=opening.ref, at=at)


def _community_of(opening: BoxOpening) -> Area:
    above = Area.objects.filter(pk__in=ids_on(opening.box.area.path))
    return above.filter(kind=AreaKind.COMMUNITY).first() or opening.box.area


def _channel(place: Area) -> str:
    here = {channel.code for channel in resolve(place.chain)[CHANNELS]}
    return next((code for code in BOX_CHANNELS if code in here), "web")

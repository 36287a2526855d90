"""起草: whom it is for and what it says, until it is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.numbers import next_number
from linli.notices import policies
from linli.notices.actions.guards import move, next_state, permit_change
from linli.notices.events import NoticeChanged, NoticeDiscarded, NoticeDrafted
from linli.notices.models import Notice, Version
from linli.notices.rules import Audience, Kind, State, Step
from linli.people.models import Organisation
from linli.people.rules import FactKind, PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of

PREFIX = "NT"


class GroupNotNamed(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Whom:
    """告知范围: an area, and in it everybody or a group; a group that needs a name has one."""

    area: Area
    audience: Audience = Audience.AREA
    post_kind: PostKind | None = None
    organisation: Organisation | None = None
    fact: FactKind | None = None

    @property
    def is_named(self) -> bool:
        named = {
            Audience.POSTS: self.post_kind,
            Audience.MEMBERS: self.organisation,
            Audience.FACT: self.fact,
        }
        return self.audience not in named or named[self.audience] is not None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a notice says, and how it goes out. `signed_as` empty: the community's name."""

    title: str = ""
    text: str = ""
    signed_as: str = ""
    valid_until: date | None = None
    must_acknowledge: bool = False
    is_urgent: bool = False
    is_public: bool = False
    by_sms: bool = False
    by_robot: bool = False


@transaction.atomic
def draft_notice(
    *,
    whom: Whom,
    kind: Kind = Kind.NOTICE,
    wording: Wording | None = None,
    passes_on: Version | None = None,
    by: Viewer,
    at: datetime,
) -> Notice:
    """起草通知: say whom it is for; the wording can follow. A group needs its name."""
    area, audience = whom.area, whom.audience
    if not policies.may_write(by, area, audience=audience, kind=kind):
        raise NotPermitted(
            "楼长、网格员可以给自己的楼道发普通通知；发给整个社区、某一群人，"
            "或者发政策、公约，请找社区工作人员。"
        )
    if not whom.is_named:
        raise GroupNotNamed("请选清楚是哪一个岗位、哪一个组织，或者哪一种情况。")
    desk = community_of(area) or area
    notice = Notice(
        number=next_number(PREFIX, day_of(at).year),
        kind=kind,
        state=State.DRAFT,
        area=area,
        desk=desk,
        audience=audience,
        is_for_all=audience is Audience.AREA,
        post_kind=whom.post_kind or "",
        organisation=whom.organisation,
        fact=whom.fact or "",
        passes_on=passes_on,
        issued_by_id=by.person_id,
        drafted_at=at,
        **_worded(wording or Wording(), by, area, desk, is_for_all=audience is Audience.AREA),
    )
    return _drafted(notice, by, at)


@transaction.atomic
def change_draft(*, notice: Notice, wording: Wording, by: Viewer, at: datetime) -> None:
    """改草稿: what is not sent can be said otherwise."""
    permit_change(by, notice)
    state = next_state(notice, Step.CHANGE)
    said = _worded(wording, by, notice.area, notice.desk, is_for_all=notice.is_for_all)
    move(notice, state=state, **said)
    journal.record(NoticeChanged(subject=notice.ref), by=by.ref, at=at, place=notice.area.ref)


@transaction.atomic
def discard_draft(*, notice: Notice, by: Viewer, at: datetime) -> None:
    """草稿作废."""
    permit_change(by, notice)
    move(notice, state=next_state(notice, Step.DISCARD))
    journal.record(NoticeDiscarded(subject=notice.ref), by=by.ref, at=at, place=notice.area.ref)


@transaction.atomic
def correct_notice(*, notice: Notice, by: Viewer, at: datetime) -> Notice:
    """更正: a draft that follows, to the very people whom the wrong one reached."""
    permit_change(by, notice)
    next_state(notice, Step.CORRECT)
    follow_up = Notice(
        number=next_number(PREFIX, day_of(at).year),
        kind=notice.kind,
        state=State.DRAFT,
        title=f"更正：{notice.title}"[:80],
        text=notice.text,
        signed_as=notice.signed_as,
        area=notice.area,
        desk=notice.desk,
        audience=Audience.SAME,
        is_for_all=notice.is_for_all,
        corrects=notice,
        valid_until=notice.valid_until,
        must_acknowledge=notice.must_acknowledge,
        is_urgent=notice.is_urgent,
        is_public=notice.is_public,
        by_sms=notice.by_sms,
        by_robot=notice.by_robot,
        issued_by_id=by.person_id,
        drafted_at=at,
    )
    return _drafted(follow_up, by, at)


def _drafted(notice: Notice, by: Viewer, at: datetime) -> Notice:
    notice.save(force_insert=True)
    event = NoticeDrafted(subject=notice.ref, kind=Kind(notice.kind).label, title=notice.title)
    journal.record(event, by=by.ref, at=at, place=notice.area.ref)
    return notice


def _worded(
    wording: Wording, by: Viewer, area: Area, desk: Area, *, is_for_all: bool
) -> dict[str, object]:
    if wording.is_public and not policies.may_publish(by, area, is_for_all=is_for_all):
        raise NotPermitted("公开张贴由社区工作人员决定；发给一群人的通知不公开张贴。")
    return {
        "title": wording.title.strip(),
        "text": wording.text.strip(),
        "signed_as": wording.signed_as.strip() or desk.name,
        "valid_until": wording.valid_until,
        "must_acknowledge": wording.must_acknowledge,
        "is_urgent": wording.is_urgent,
        "is_public": wording.is_public,
        "by_sms": wording.by_sms,
        "by_robot": wording.by_robot,
    }

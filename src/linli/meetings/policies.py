"""Who may do what with a meeting. Actions enforce these; pages hide by them."""

from linli.meetings.models import Attendance, Invitee, Meeting
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area

CALLERS = (Reach.DESK, Reach.STAIRS)


def may_call(viewer: Viewer, place: Area) -> bool:
    """召集会议：在那里值守的工作台，和管着那里的主摆人、支部书记、网格长等。

    Who holds a desk over the place, or walks all of its stairs.
    """
    return any(post.reach in CALLERS and post.covers(place.path) for post in viewer.posts)


def may_run(viewer: Viewer, meeting: Meeting) -> bool:
    """主持会议（改期、请人、签到、议题、纪要）：召集人，或那里可以召集会议的人。

    The convener, and whoever could have called it there.
    """
    if viewer.is_known and viewer.person_id == meeting.convener_id:
        return True
    return may_call(viewer, meeting.place)


def may_see_names(viewer: Viewer, meeting: Meeting) -> bool:
    """看名单：主持会议的人、受邀的人、审计。

    Who runs it, who is invited, and who audits there.
    """
    if may_run(viewer, meeting):
        return True
    if any(p.reach is Reach.READ and p.covers(meeting.place.path) for p in viewer.posts):
        return True
    return viewer.is_known and any(
        speaks_as(viewer, invitee) for invitee in meeting.invitees.all()
    )


def may_answer(viewer: Viewer, invitee: Invitee) -> bool:
    """回复邀请：受邀的人自己、受托人、单位的联系人；主持会议的人替打来电话的记下。

    Who is invited, or who runs the meeting and was told by telephone.
    """
    return speaks_as(viewer, invitee) or may_run(viewer, invitee.meeting)


def may_check_in(viewer: Viewer, meeting: Meeting, person_id: int | None) -> bool:
    """签到：自己给自己签，或由主持会议的人签；不留名的人数由主持的人记。

    Oneself; anybody else and unnamed heads only by who runs it.
    """
    if person_id is not None and person_id in viewer.speaks_for:
        return True
    return may_run(viewer, meeting)


def may_sign(viewer: Viewer, meeting: Meeting) -> bool:
    """在纪要上签字：到了会的人和召集人，只签自己的。

    Who was there, and the convener.
    """
    if not viewer.is_known:
        return False
    if viewer.person_id == meeting.convener_id:
        return True
    return Attendance.objects.filter(meeting=meeting, person=viewer.person_id).exists()


def speaks_as(viewer: Viewer, invitee: Invitee) -> bool:
    """代表受邀方：本人、受托人，或这个单位的联系人。

    Whether the viewer is the invited person or holds a post for the invited unit.
    """
    if invitee.person_id is not None:
        return invitee.person_id in viewer.speaks_for
    return any(post.organisation_id == invitee.organisation_id for post in viewer.posts)

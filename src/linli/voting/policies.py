"""Who may do what with rolls, polls and ballots. Actions enforce these; pages hide by them."""

from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.voting.models import BallotProxy, Poll, Roll, RollCorrection, RollEntry, SwornCounter


def may_keep_rolls(viewer: Viewer, place: Area) -> bool:
    """编名册、组织投票：在那里值守的工作台。

    Who holds a desk over the place.
    """
    return any(post.reach is Reach.DESK and post.covers(place.path) for post in viewer.posts)


def may_ask_correction(viewer: Viewer, roll: Roll) -> bool:
    """提出名册更正：住在那里的人、册上的人都可以，要登录。

    Whoever is known and lives there or stands on the roll.
    """
    if not viewer.is_known:
        return False
    if viewer.home_path.startswith(roll.place.path):
        return True
    return RollEntry.objects.filter(roll=roll, person=viewer.person_id).exists()


def may_rule(viewer: Viewer, correction: RollCorrection) -> bool:
    """答复名册更正：管名册的人，不是提的人自己。

    Who keeps the roll, and never the one who asked.
    """
    if viewer.person_id == correction.asked_by_id:
        return False
    return may_keep_rolls(viewer, correction.roll.place)


def may_run(viewer: Viewer, poll: Poll) -> bool:
    """组织投票（开始、延长、撤回、结束、登记监票人、印发纸票）：组织人、值守的工作台。

    The organiser, and who holds a desk over the place; it gives no vote and no look inside.
    """
    if viewer.is_known and viewer.person_id == poll.organiser_id:
        return True
    return may_keep_rolls(viewer, poll.place)


def may_count(viewer: Viewer, poll: Poll) -> bool:
    """开票、录纸票、计票、看全部票包：为这次投票登记的监票计票人，别人都不行。

    Sworn counters of this very poll; no post gives it, not even that of an administrator.
    """
    if not viewer.is_known:
        return False
    return SwornCounter.objects.filter(poll=poll, person=viewer.person_id).exists()


def may_take_in(viewer: Viewer, poll: Poll) -> bool:
    """收发纸票、带流动票箱：组织投票的人和监票计票人。

    Who runs the poll, and its counters.
    """
    return may_run(viewer, poll) or may_count(viewer, poll)


def may_cast(viewer: Viewer, poll: Poll, entry: RollEntry) -> bool:
    """投票：册上的本人，或手里有这次书面委托的人；岗位和一般的委托都不能代投。

    The one on the roll, or who holds a proxy for this poll. No post votes for another.
    """
    if not viewer.is_known or entry.roll_id != poll.roll_id:
        return False
    if entry.person_id == viewer.person_id:
        return True
    held = BallotProxy.objects.filter(poll=poll, entry=entry, holder=viewer.person_id)
    return held.filter(revoked_at=None).exists()


def may_give_proxy(viewer: Viewer, poll: Poll, entry: RollEntry) -> bool:
    """委托投票：本人，或组织投票的人凭书面委托登记。

    The one on the roll; or who runs the poll and holds the paper in hand.
    """
    if viewer.is_known and entry.person_id == viewer.person_id:
        return True
    return may_run(viewer, poll)

"""Who may do what with a mediated dispute. Actions enforce these; pages hide by them."""

from linli.mediation.models import Case, Party
from linli.people.models import Organisation
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


def may_open(viewer: Viewer, place: Area) -> bool:
    """登记纠纷：在那里值守的工作台和调解员。

    Who holds a desk over the place, and who mediates there.
    """
    return any(
        post.covers(place.path) and (post.reach is Reach.DESK or post.kind is PostKind.MEDIATOR)
        for post in viewer.posts
    )


def may_compose(viewer: Viewer, organisation: Organisation) -> bool:
    """登记调委会组成：管那里登记册的人。

    Who keeps the registers of the place.
    """
    return viewer.keeps(organisation.area.path)


def may_name_panel(viewer: Viewer, case: Case) -> bool:
    """定调解员：那里的工作台和调委会主任，是当事人的不行。

    The desk of the place and the head of the committee, never a party.
    """
    if is_party(viewer, case) or concerns(viewer, case):
        return False
    return leads_committee(viewer, case) or works_the_desk(viewer, case)


def may_mediate(viewer: Viewer, case: Case) -> bool:
    """调解、记笔录、写协议、回访：这起纠纷的调解员和调委会主任，是当事人的不行。

    Who is on the panel and who leads the committee, never a party.
    """
    if is_party(viewer, case) or concerns(viewer, case):
        return False
    return is_on_panel(viewer, case) or leads_committee(viewer, case)


def may_answer(viewer: Viewer, party: Party) -> bool:
    """说愿不愿意调解：当事人自己、监护人、受托人；电话里说的由调解员或工作台记。

    The party or who speaks for it; who mediates or works the desk writes down what was said.
    """
    if speaks_as(viewer, party):
        return True
    return may_mediate(viewer, party.case) or may_name_panel(viewer, party.case)


def may_read_notes(viewer: Viewer, case: Case) -> bool:
    """看笔录：只有这起纠纷的调解员和调委会主任。

    Only who mediates it and who leads the committee.
    """
    return may_mediate(viewer, case)


def may_read_agreement(viewer: Viewer, case: Case) -> bool:
    """看协议：当事人、这起纠纷的调解员、调委会主任。

    The parties, who mediates it and who leads the committee.
    """
    return is_party(viewer, case) or may_mediate(viewer, case)


def is_on_panel(viewer: Viewer, case: Case) -> bool:
    """这起纠纷现在的调解员。

    Whether the viewer mediates it at this time.
    """
    return viewer.is_known and any(
        one.person_id == viewer.person_id for one in case.mediators.all() if one.until is None
    )


def leads_committee(viewer: Viewer, case: Case) -> bool:
    """调委会主任。

    Whether the viewer leads the committee to which the dispute was brought.
    """
    composition = getattr(case.committee, "composition", None)
    return viewer.is_known and getattr(composition, "head_id", None) == viewer.person_id


def works_the_desk(viewer: Viewer, case: Case) -> bool:
    """坐在那里的工作台。

    Whether the viewer holds a desk over the place.
    """
    return any(post.covers(case.place.path) for post in viewer.with_reach(Reach.DESK))


def is_party(viewer: Viewer, case: Case) -> bool:
    """当事人，或者替当事人说话的人。

    Whether the viewer is a party, its guardian, or holds its mandate.
    """
    return any(speaks_as(viewer, party) for party in case.parties.all())


def speaks_as(viewer: Viewer, party: Party) -> bool:
    """当事人本人、监护人、受托人。

    Whether the viewer is the party or speaks for it.
    """
    return bool({party.person_id, party.guardian_id} & viewer.speaks_for)


def concerns(viewer: Viewer, case: Case) -> bool:
    """来的那件事说到的人。

    Whether the matter from which it came concerns the viewer.
    """
    return (
        case.matter is not None
        and viewer.is_known
        and (case.matter.concerns_id == viewer.person_id)
    )

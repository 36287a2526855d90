"""Who may do what with volunteers. Actions enforce these; pages hide by them."""

from linli.people.models import Person, Term
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.models import (
    Certificate,
    Course,
    LateEntry,
    ServiceRecord,
    Shift,
    StarAward,
    StarObjection,
    Team,
    Volunteer,
)


def may_register(viewer: Viewer, person: Person, area: Area) -> bool:
    """登记做志愿者：本人、受托人；登记册在那里的工作人员凭纸质表代填。

    Oneself, who speaks for them, or the desk with the paper form.
    """
    return person.pk in viewer.speaks_for or viewer.keeps(area.path)


def may_change(viewer: Viewer, volunteer: Volunteer) -> bool:
    """改登记、退出、风险告知、健康声明、公开与否：本人、受托人，或那里的工作人员代填。

    The volunteer, who speaks for them, or the desk for those without a phone.
    """
    if volunteer.person_id in viewer.speaks_for:
        return True
    return viewer.keeps(volunteer.area.path)


def may_review(viewer: Viewer, volunteer: Volunteer) -> bool:
    """审看登记、登记保险：那里的工作人员，不能是志愿者自己。

    The desk of the place, never the volunteer.
    """
    if volunteer.person_id in viewer.speaks_for:
        return False
    return viewer.keeps(volunteer.area.path)


def may_enter_certificate(viewer: Viewer, volunteer: Volunteer) -> bool:
    """登记证书：本人、受托人，或那里的工作人员。

    The volunteer, who speaks for them, or the desk.
    """
    return may_change(viewer, volunteer)


def may_verify_certificate(viewer: Viewer, certificate: Certificate) -> bool:
    """核验、退回证书：那里的工作人员，不能是登记的那一位，也不能是持证人。

    The desk, but neither who entered it nor its holder.
    """
    if viewer.person_id is not None and viewer.person_id == certificate.entered_by_id:
        return False
    return may_review(viewer, certificate.volunteer)


def may_revoke_certificate(viewer: Viewer, certificate: Certificate) -> bool:
    """撤销证书：那里的工作人员，不能是持证人。

    The desk, never its holder.
    """
    return may_review(viewer, certificate.volunteer)


def may_train(viewer: Viewer, place: Area) -> bool:
    """办培训：那里的工作人员和走楼道的人。

    The desk of the place and who walks its stairs.
    """
    return _serves_there(viewer, place)


def may_run_course(viewer: Viewer, course: Course) -> bool:
    """排课、记到课、结业、取消：那里可以办培训的人，不能给自己结业。

    Whoever could have planned it there.
    """
    return may_train(viewer, course.place)


def may_form_team(viewer: Viewer, area: Area) -> bool:
    """成立志愿服务队、签发聘书：那里的工作人员。

    The desk of the place.
    """
    return viewer.keeps(area.path)


def may_lead(viewer: Viewer, team: Team) -> bool:
    """管队里的事（排班、记服务）：队长，或那里的工作人员。

    Its leader, or the desk of its place.
    """
    if viewer.keeps(team.area.path):
        return True
    return (
        viewer.is_known and team.leads.filter(person=viewer.person_id, ended_on=None).exists()
    )


def may_change_members(viewer: Viewer, team: Team) -> bool:
    """增减队员、定队长：那里的工作人员；队员可以自己退出。

    The desk of its place; a member leaves by themselves.
    """
    return viewer.keeps(team.area.path)


def may_issue_letter(viewer: Viewer, term: Term) -> bool:
    """签发聘书：那里的工作人员，不能给自己签。

    The desk over the post, never its holder.
    """
    return term.person_id != viewer.person_id and viewer.keeps(term.post.area.path)


def may_record(
    viewer: Viewer, volunteer: Volunteer, place: Area, *, recipient: str, team: Team | None
) -> bool:
    """记服务：被服务的人，组织的队长，那里值守的同事和走楼道的人；志愿者不能给自己记。

    Who was served, who organised it, who serves there; never the volunteer (R09).
    """
    if volunteer.person_id in viewer.speaks_for:
        return False
    if recipient and any(recipient == f"person/{pk}" for pk in viewer.speaks_for):
        return True
    if team is not None and may_lead(viewer, team):
        return True
    return _serves_there(viewer, place)


def may_correct(viewer: Viewer, record: ServiceRecord) -> bool:
    """更正服务时长：那里的工作人员，不能是志愿者自己。

    The desk of the place, never the volunteer.
    """
    if record.volunteer.person_id in viewer.speaks_for:
        return False
    return viewer.keeps(record.place.path)


def may_judge(viewer: Viewer, record: ServiceRecord) -> bool:
    """评价服务：被服务的人、受托人；那里的工作人员打电话问来代记，志愿者不能评自己。

    Who was served, or the desk that asked them by telephone.
    """
    if record.volunteer.person_id in viewer.speaks_for:
        return False
    if any(record.recipient == f"person/{pk}" for pk in viewer.speaks_for):
        return True
    return viewer.keeps(record.place.path)


def may_enter_late(viewer: Viewer, volunteer: Volunteer, place: Area) -> bool:
    """补录服务：那里的工作人员和走楼道的人，不能给自己补。

    The desk and who walks the stairs, never the volunteer.
    """
    if volunteer.person_id in viewer.speaks_for:
        return False
    return viewer.is_known and _serves_there(viewer, place)


def may_rule_late(viewer: Viewer, entry: LateEntry) -> bool:
    """复核补录：那里的工作人员，不能是录入的那一位，也不能是志愿者。

    The desk, but neither who entered it nor the volunteer.
    """
    if entry.volunteer.person_id in viewer.speaks_for:
        return False
    if viewer.person_id == entry.entered_by_id:
        return False
    return viewer.is_known and viewer.keeps(entry.place.path)


def may_notice_star(viewer: Viewer, volunteer: Volunteer) -> bool:
    """公示星级、评定、取消资格、登记表彰：那里的工作人员，不能是志愿者自己。

    The desk of the place, never the volunteer.
    """
    return may_review(viewer, volunteer)


def may_object(viewer: Viewer, award: StarAward) -> bool:
    """提异议：登录了的人，不能是被公示的志愿者。

    Anybody who is known, but not whom it is about.
    """
    return viewer.is_known and award.volunteer.person_id not in viewer.speaks_for


def may_rule_objection(viewer: Viewer, objection: StarObjection) -> bool:
    """处理异议：那里的工作人员，不能是公示的那一位、提异议的人、被公示的志愿者。

    The desk, but neither who noticed it, nor who objects, nor whom it is about.
    """
    award = objection.award
    if viewer.person_id in (objection.objector_id, award.noticed_by_id):
        return False
    return may_review(viewer, award.volunteer)


def may_issue_proof(viewer: Viewer, volunteer: Volunteer) -> bool:
    """开服务记录证明：本人、受托人，或那里的工作人员代开；不收费。

    The volunteer, who speaks for them, or the desk for them; free of charge.
    """
    return may_change(viewer, volunteer)


def may_plan_shift(viewer: Viewer, place: Area, team: Team | None = None) -> bool:
    """排轮值：那里值守的同事、走楼道的人，或队长给自己的队排。

    Who serves there, or the leader for the own team.
    """
    if team is not None and may_lead(viewer, team):
        return True
    return _serves_there(viewer, place)


def may_run_shift(viewer: Viewer, shift: Shift) -> bool:
    """清点到没到、取消轮值：可以排这一班的人；自己的班由别人清点。

    Whoever could have planned it; one's own attendance is for another to say.
    """
    return may_plan_shift(viewer, shift.place, shift.team)


def _serves_there(viewer: Viewer, place: Area) -> bool:
    return any(
        (post.keeps_registers or post.reach in (Reach.DESK, Reach.STAIRS))
        and post.covers(place.path)
        for post in viewer.posts
    )

"""Who may do what with people and posts. Actions enforce these; pages hide by them."""

from linli.people.models import Kinship, Mandate, Organisation, Person, Post, Term
from linli.people.rules import POWERFUL, HeldPost, PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area


def may_keep_register(viewer: Viewer, area: Area) -> bool:
    """登记人员、住户：管理员，以及该区域本级和上级的工作人员。"""
    return viewer.keeps(area.path)


def may_change_person(viewer: Viewer, person: Person) -> bool:
    """更正登记：此人所在区域的管理员和工作人员。没有住处的人，只有管理员可以改。"""
    if person.home is None:
        return viewer.holds(PostKind.ADMINISTRATOR)
    return viewer.keeps(person.home.path)


def may_reveal(viewer: Viewer, person: Person) -> bool:
    """查看完整电话、证件号：说明理由，留下记录；只有此人所在区域的管理员和工作人员可以。"""
    return may_change_person(viewer, person)


def may_forget(viewer: Viewer, person: Person) -> bool:
    """删除个人信息：本人提出，或由登记他的工作人员代为提出。"""
    return person.pk == viewer.person_id or may_change_person(viewer, person)


def may_form_organisation(viewer: Viewer, area: Area) -> bool:
    """登记组织：管理员，以及该区域本级和上级的工作人员。"""
    return viewer.keeps(area.path)


def may_change_organisation(viewer: Viewer, organisation: Organisation) -> bool:
    """撤销组织、增减成员：管理员，以及该区域本级和上级的工作人员。"""
    return viewer.keeps(organisation.area.path)


def may_create_post(viewer: Viewer, area: Area, kind: PostKind) -> bool:
    """设岗、撤岗：可以往这个岗位上派人的人。"""
    return any(post.may_fill(kind, area.path) for post in viewer.posts)


def may_appoint(viewer: Viewer, post: Post, person: Person) -> bool:
    """任命：工作人员可以任命普通岗位，书记可以任命本级工作人员，上级任命书记；谁也不能任命自己。"""
    if person.pk == viewer.person_id:
        return False
    return may_create_post(viewer, post.area, PostKind(post.kind))


def may_end_term(viewer: Viewer, term: Term) -> bool:
    """离岗：本人辞任，或由可以任命这个岗位的人决定。"""
    if term.person_id == viewer.person_id:
        return True
    return may_create_post(viewer, term.post.area, PostKind(term.post.kind))


def may_take_leave(viewer: Viewer, term: Term, deputy: Person) -> bool:
    """请假：本人申请，或由可以任命这个岗位的人登记；登记人不能指定自己代班。"""
    if term.person_id == viewer.person_id:
        return True
    return may_appoint(viewer, term.post, deputy)


def may_give_mandate(viewer: Viewer, principal: Person, delegate: Person) -> bool:
    """委托：本人委托他人；工作人员可以凭纸质凭据代为登记，但受托人不能是自己。"""
    if principal.pk == viewer.person_id:
        return True
    if delegate.pk == viewer.person_id:
        return False
    return may_change_person(viewer, principal)


def may_revoke_mandate(viewer: Viewer, mandate: Mandate) -> bool:
    """撤回委托：委托人、受托人，或登记他们的工作人员。"""
    if viewer.person_id in (mandate.principal_id, mandate.delegate_id):
        return viewer.is_known
    return may_change_person(viewer, mandate.principal)


def may_propose_kinship(viewer: Viewer, person: Person, relative: Person) -> bool:
    """提出亲属关系：两人中的一位、受托人，或登记他们的工作人员。"""
    if viewer.speaks_for & {person.pk, relative.pk}:
        return True
    return may_change_person(viewer, person) or may_change_person(viewer, relative)


def may_verify_kinship(viewer: Viewer, kinship: Kinship) -> bool:
    """核实亲属关系：登记他们的工作人员，看过凭据；两位本人和提出的人不能核实。"""
    if viewer.person_id in (kinship.person_id, kinship.relative_id, None):
        return False
    if viewer.ref == kinship.proposer:
        return False
    return may_change_person(viewer, kinship.person) or may_change_person(
        viewer, kinship.relative
    )


def may_end_kinship(viewer: Viewer, kinship: Kinship) -> bool:
    """终止亲属关系：两人中的一位、受托人，或登记他们的工作人员。"""
    return may_propose_kinship(viewer, kinship.person, kinship.relative)


def may_consent(viewer: Viewer, person: Person) -> bool:
    """同意与收回同意：本人、受托人；工作人员凭纸质凭据代为登记。"""
    return person.pk in viewer.speaks_for or may_change_person(viewer, person)


def may_open_account(viewer: Viewer, person: Person, held: tuple[HeldPost, ...]) -> bool:
    """设置账号：本人，或此人所在区域的工作人员；任着有权限岗位的人，只有可以任命这些岗位的人才能设置。"""
    powerful = [post for post in held if post.kind in POWERFUL]
    if person.pk == viewer.person_id:
        # Whoever came by a phone alone has no powers yet, and gets none by a new password.
        return all(post in viewer.posts for post in powerful)
    if not powerful:
        return may_change_person(viewer, person)
    return all(
        any(mine.may_fill(post.kind, post.area_path) for mine in viewer.posts)
        for post in powerful
    )

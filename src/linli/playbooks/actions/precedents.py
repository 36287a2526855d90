"""先例变规则: proposed by one click, tried on what was said, switched on by who may."""

import re
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal, options
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.matters.models import Precedent
from linli.matters.options import ROUTES
from linli.matters.routing import Route, lack_of
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of
from linli.places.rules import AreaKind
from linli.playbooks import policies
from linli.playbooks.events import RuleDropped, RuleProposed, RuleSwitchedOn
from linli.playbooks.models import ProposedRule
from linli.playbooks.rules import ProposalState

LONGEST_KEYWORDS = 200
FIRST_WORDS = 6
BETWEEN = re.compile(r"[、,，;；\s]+")


class RuleProposedAlready(Refusal):
    pass


class KeywordsMissing(Unreadable):
    pass


class RuleMovedOn(Refusal):
    pass


@transaction.atomic
def propose_rule(*, precedent: Precedent, by: Viewer, at: datetime) -> ProposedRule:
    """写成规则: on trial; nothing is sent by it until it is switched on."""
    area = community_of(precedent.matter.place) or precedent.desk
    if by.person_id is None or not policies.may_propose_rule(by, area):
        raise NotPermitted("按裁定提规则，由那里的工作台来提。")
    keywords = "、".join(_words_of(precedent, area))
    try:
        with transaction.atomic():
            rule = ProposedRule.objects.create(
                precedent=precedent,
                area=area,
                keywords=keywords,
                proposed_by_id=by.person_id,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise RuleProposedAlready("这条先例已经提过规则了。") from error
    event = RuleProposed(subject=rule.ref, keywords=keywords)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return rule


@transaction.atomic
def switch_on_rule(*, rule: ProposedRule, keywords: str, by: Viewer, at: datetime) -> None:
    """启用: from now on what says these words goes where the ruling sent it."""
    if not policies.may_adopt(by, rule.area):
        raise NotPermitted("规则由本区域或上级的管理员启用。")
    words = tuple(word for word in BETWEEN.split(keywords.strip()) if word)
    said = "、".join(words)
    if not words or len(said) > LONGEST_KEYWORDS:
        raise KeywordsMissing("请写一到几个关键词，用顿号隔开。")
    # Two who choose rules at once do it one after the other.
    Area.objects.select_for_update().get(pk=rule.area_id)
    rule.keywords = said
    _decide(rule, ProposalState.ON, by, at, keywords=said)
    routes = routes_with(rule)
    if lack := lack_of(routes):
        raise KeywordsMissing(lack)
    options.choose({ROUTES: routes}, place=rule.area.ref, by=by.ref, at=at)
    event = RuleSwitchedOn(subject=rule.ref, keywords=said)
    journal.record(event, by=by.ref, at=at, place=rule.area.ref)


@transaction.atomic
def drop_rule(*, rule: ProposedRule, reason: str, by: Viewer, at: datetime) -> None:
    """不用: the ruling stays a precedent, and no rule comes of it."""
    if not policies.may_adopt(by, rule.area):
        raise NotPermitted("规则由本区域或上级的管理员来定用不用。")
    if not reason.strip():
        raise KeywordsMissing("请写一句为什么不用，提的人会看到。")
    _decide(rule, ProposalState.DROPPED, by, at, reason=reason.strip())
    event = RuleDropped(subject=rule.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=rule.area.ref)


def routes_with(rule: ProposedRule) -> tuple[Route, ...]:
    """The rules of the place with this one before them, as they would be."""
    held = options.resolve(rule.area.chain)[ROUTES]
    return (_route_of(rule, held), *held)


def _route_of(rule: ProposedRule, held: tuple[Route, ...]) -> Route:
    precedent = rule.precedent
    base = next((one for one in held if one.code == precedent.from_route), held[-1])
    return replace(
        base,
        code=f"precedent{precedent.pk}",
        label=f"{base.label}（先例）",
        label_en=f"{base.label_en} (by ruling)",
        keywords=rule.words,
        desk=AreaKind(precedent.desk.kind),
        unit=OrganisationKind(precedent.unit.kind) if precedent.unit else None,
        post=None,
        requirement=precedent.ruling[:200],
        basis=precedent.ruling[:200],
    )


def _words_of(precedent: Precedent, area: Area) -> tuple[str, ...]:
    """By which words it went astray; otherwise what was said first."""
    held = options.resolve(area.chain)[ROUTES]
    base = next((one for one in held if one.code == precedent.from_route), None)
    matched = tuple(word for word in base.keywords if word in precedent.words) if base else ()
    return matched or (precedent.words[:FIRST_WORDS],)


def _decide(
    rule: ProposedRule, state: ProposalState, by: Viewer, at: datetime, **changes: object
) -> None:
    waiting = ProposedRule.objects.filter(pk=rule.pk, state=ProposalState.TRIAL)
    if not waiting.update(state=state, decided_by=by.person_id, decided_at=at, **changes):
        raise RuleMovedOn("这条规则刚刚有人定过了。")
    rule.state = state

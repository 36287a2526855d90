"""先例变规则: the rules on trial, what each would have moved, and whether one is used."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.matters.models import Precedent
from linli.people.queries import current_viewer
from linli.playbooks import policies
from linli.playbooks.actions.precedents import (
    drop_rule,
    propose_rule,
    routes_with,
    switch_on_rule,
)
from linli.playbooks.forms import DropRuleForm, SwitchOnForm
from linli.playbooks.models import ProposedRule
from linli.playbooks.rules import ProposalState
from linli.playbooks.trying import try_routes
from linli.ui.pages import SeeOther, page

WITH = ("precedent__unit", "precedent__desk", "area", "proposed_by")


def _who(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


@require_POST
@answered_once(per=_who)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """写成规则: one click at the precedent."""
    seen = Precedent.objects.select_related("matter__place", "desk", "unit")
    rule = propose_rule(
        precedent=get_object_or_404(seen, pk=pk), by=current_viewer(request), at=clock.now()
    )
    return SeeOther(reverse("proposed-rule", args=[rule.pk]))


@require_GET
def proposed(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule on trial: what it would have moved of what was said last."""
    return _page(request, _rule(request, pk))


@require_POST
@answered_once(per=_who)
def switching_on(request: HttpRequest, pk: int) -> HttpResponse:
    """启用."""
    rule, form = _rule(request, pk), SwitchOnForm(request.POST)
    if form.is_valid():
        try:
            switch_on_rule(
                rule=rule,
                keywords=form.cleaned_data["keywords"],
                by=current_viewer(request),
                at=clock.now(),
            )
            return SeeOther(reverse("proposed-rule", args=[pk]))
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    return _page(request, _rule(request, pk), on=form, status=422)


@require_POST
@answered_once(per=_who)
def dropping(request: HttpRequest, pk: int) -> HttpResponse:
    """不用."""
    rule, form = _rule(request, pk), DropRuleForm(request.POST)
    if form.is_valid():
        drop_rule(
            rule=rule,
            reason=form.cleaned_data["reason"],
            by=current_viewer(request),
            at=clock.now(),
        )
        return SeeOther(reverse("proposed-rule", args=[pk]))
    return _page(request, rule, drop=form, status=422)


def _rule(request: HttpRequest, pk: int) -> ProposedRule:
    seen = ProposedRule.objects.visible_to(current_viewer(request)).select_related(*WITH)
    return get_object_or_404(seen, pk=pk)


def _page(
    request: HttpRequest,
    rule: ProposedRule,
    *,
    status: int = 200,
    on: SwitchOnForm | None = None,
    drop: DropRuleForm | None = None,
) -> HttpResponse:
    on_trial = rule.state == ProposalState.TRIAL
    context: dict[str, Any] = {
        "rule": rule,
        "state": ProposalState(rule.state).label,
        "trial": try_routes(routes_with(rule), rule.area) if on_trial else None,
        "decides": on_trial and policies.may_adopt(current_viewer(request), rule.area),
        "on": on or SwitchOnForm(initial={"keywords": rule.keywords}),
        "drop": drop or DropRuleForm(),
        "now": clock.now(),
    }
    return page(request, "playbooks/rule.html", context, status=status)

"""At a precedent the way to have it as a rule, for who may propose one."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from linli.matters.models import Precedent
from linli.people.queries import current_viewer
from linli.playbooks import policies
from linli.playbooks.models import ProposedRule
from linli.ui.entries import fill
from linli.ui.forms import OneTimeForm


def _as_a_rule(request: HttpRequest, precedent: Precedent) -> str:
    if not policies.may_propose_rule(current_viewer(request), precedent.desk):
        return ""
    rule = ProposedRule.objects.filter(precedent=precedent).first()
    context = {"precedent": precedent, "rule": rule, "form": OneTimeForm(auto_id=False)}
    return render_to_string("playbooks/_precedent.html", context, request)


fill("precedent", "playbooks", _as_a_rule)

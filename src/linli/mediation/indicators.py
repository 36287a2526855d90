"""Figures of mediated disputes: taken, agreed, done; and beside the matters, resolved."""

from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from linli.kernel.indicators import Indicator, Window
from linli.kernel.models import Entry
from linli.kernel.references import Ref, number
from linli.matters.events import MatterReported, MatterReportedFor
from linli.matters.models import Matter
from linli.matters.queries.figures import collected, resolved
from linli.mediation.events import CaseAccepted
from linli.mediation.models import Case, CaseQuerySet
from linli.mediation.rules import Fulfilment
from linli.places.models import Area

REPORTED = (MatterReported.code, MatterReportedFor.code)


def taken(place: Ref, window: Window) -> CaseQuerySet:
    area = Area.objects.get(pk=number(place))
    found = Case.objects.in_area(area).accepted_between(window.since, window.until)
    return found.select_related("place__parent", "committee").order_by("accepted_at", "pk")


def mediated(place: Ref, window: Window) -> CaseQuerySet:
    return taken(place, window).settled().filter(ended_at__lt=window.until)


def visited(place: Ref, window: Window) -> CaseQuerySet:
    """Agreed, and somebody has found out what came of it."""
    known = (Fulfilment.FULFILLED, Fulfilment.PARTLY, Fulfilment.BROKEN)
    return mediated(place, window).filter(fulfilment__in=known)


def fulfilled(place: Ref, window: Window) -> CaseQuerySet:
    return mediated(place, window).filter(fulfilment=Fulfilment.FULFILLED)


def accepted(place: Ref, window: Window) -> QuerySet[Entry]:
    """诉求和纠纷: each by the entry with which it began, for they are rows of two tables."""
    return _begun(collected(place, window), taken(place, window))


def settled(place: Ref, window: Window) -> QuerySet[Entry]:
    return _begun(resolved(place, window), mediated(place, window))


def _begun(matters: QuerySet[Matter], cases: CaseQuerySet) -> QuerySet[Entry]:
    of_matters = Q(code__in=REPORTED, subject__in=_refs(matters))
    of_cases = Q(code=CaseAccepted.code, subject__in=_refs(cases))
    return Entry.objects.filter(of_matters | of_cases).order_by("happened_at", "pk")


def _refs(rows: QuerySet[Any]) -> QuerySet[Any, str]:
    name = Value(f"{rows.model._meta.model_name}/")
    named = rows.order_by().annotate(ref=Concat(name, Cast("pk", CharField())))
    refs: QuerySet[Any, str] = named.values_list("ref", flat=True)
    return refs


TAKEN = Indicator(
    code="mediation.disputes_taken",
    label="受理的纠纷",
    unit="件",
    definition="窗口之内各方都同意调解、开始调解的纠纷；有一方不同意的不算。",
    rows=taken,
)
MEDIATED = Indicator(
    code="mediation.disputes_mediated",
    label="调解成功的纠纷",
    unit="件",
    definition="窗口之内开始调解、窗口结束前达成口头或书面协议的纠纷。",
    rows=mediated,
    out_of=taken,
)
AGREEMENT_RATE = Indicator(
    code="mediation.agreement_rate",
    label="调解成功率",
    unit="%",
    definition="窗口之内开始调解的纠纷里，窗口结束前达成协议的占多少。",
    rows=mediated,
    out_of=taken,
    as_percent=True,
)
FULFILLED = Indicator(
    code="mediation.fulfilled",
    label="协议做到了的纠纷",
    unit="件",
    definition="达成协议、回访到的纠纷里，约定的都做到了的；没有访到的不算进总数。",
    rows=fulfilled,
    out_of=visited,
)
RESOLUTION_RATE = Indicator(
    code="mediation.resolution_rate",
    label="诉求和纠纷的解决率",
    unit="%",
    definition="窗口之内说的诉求和开始调解的纠纷里，窗口结束前化解的诉求、达成协议的纠纷占多少；"
    "转介的、说事人说没有解决的、没调成的都在分母里。",
    rows=settled,
    out_of=accepted,
    as_percent=True,
)

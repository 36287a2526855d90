"""What the desk is told of an order from outside: whose, which number, and which day binds."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from linli.kernel.options import pinned
from linli.matters.models import Matter
from linli.matters.queries.outside import demand_of, in_words, outside_order_of, source_called
from linli.ui.entries import fill


def _outside(request: HttpRequest, matter: Matter) -> str:
    order = outside_order_of(matter)
    if not order:
        return ""
    source = in_words(source_called(order.source, pinned(matter.options_digest)))
    context = {
        "order": order,
        "source": source,
        "demand": demand_of(source, order.due_at) if order.due_at else "",
        "theirs_binds": bool(
            order.due_at and order.own_due_at and order.due_at < order.own_due_at
        ),
        "matter": matter,
    }
    return render_to_string("matters/_outside.html", context, request)


fill("desk-matter", "outside", _outside)

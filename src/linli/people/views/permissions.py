"""谁能看什么: the page that says it to everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from linli.people import queries
from linli.ui.pages import page


@require_GET
def permissions(request: HttpRequest) -> HttpResponse:
    context = {"posts": queries.post_lines(), "groups": queries.policy_groups()}
    return page(request, "people/permissions.html", context)

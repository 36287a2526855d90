"""Where a community's profile and campaigns are reached from."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words
from linli.matters.models import Matter
from linli.people.queries import current_viewer
from linli.profiles.forms import TagForm
from linli.profiles.models import Campaign
from linli.profiles.queries import campaigns_for
from linli.ui.entries import Entry, Group, fill, offer

offer(
    Entry(
        url_name="profile-here",
        label=Words(_("社区画像")),
        icon="home",
        group=Group.REGISTER,
        shown_to=lambda viewer: viewer.keeps_anything,
        hint=Words(_("户数、人数、荣誉、专项")),
    )
)


def _tags(request: HttpRequest, matter: Matter) -> str:
    """归入专项: shown where there is a campaign that reaches here."""
    if not current_viewer(request).keeps(matter.place.path):
        return ""
    offered = campaigns_for(matter)
    if not offered:
        return ""
    tagged = list(Campaign.objects.filter(tags__matter=matter).order_by("pk"))
    free = [one for one in offered if one not in tagged]
    form = TagForm(campaigns=free) if free else None
    context = {"matter": matter, "tagged": tagged, "form": form}
    return render_to_string("profiles/tags.html", context, request=request)


fill("desk-matter", "campaigns", _tags)

"""凭回执码查: who stayed unnamed comes back with the code."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.matters.models import Matter, Voice
from linli.matters.receipts import LENGTH, read_code
from linli.matters.views.devices import address_of
from linli.people.actions import count_try
from linli.people.queries import keep_receipt, receipt_hash
from linli.ui.pages import SeeOther, page

TRIES = 20  # of one address in a quarter of an hour


class CodeForm(forms.Form):
    """回执码"""

    use_required_attribute = False

    code = forms.CharField(
        label=_("回执码"),
        help_text=_("八个字，印在回执上，像这样：K7M3-9QXT"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "data-no-keep": ""}
        ),
        error_messages={"required": _("请把回执上的八个字填在这里。")},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(_("回执码是八个字，请再对一下。"))
        return code


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The code is asked for; a right one lets this device follow the matter."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        count_try(key=f"receipt:{address_of(request)}", most=TRIES, at=clock.now())
        if matter := _matter_under(receipt_hash(code)):
            response = SeeOther(reverse("matter", args=[matter.number]))
            keep_receipt(request, response, code=code)
            return response
        form.add_error("code", _("没有找到这个回执码，请再对一下，或打社区电话问。"))
    return page(
        request, "matters/follow.html", {"form": form}, status=422 if form.errors else 200
    )


def _matter_under(hashed: str) -> Matter | None:
    if matter := Matter.objects.filter(receipt_hash=hashed).first():
        return matter
    voice = Voice.objects.filter(receipt_hash=hashed).select_related("matter").first()
    return voice.matter if voice else None

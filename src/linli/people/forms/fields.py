"""Fields that several forms of the registers share."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.rules import (
    FACT_LABELS,
    ORGANISATION_LABELS,
    POST_LABELS,
    ConsentPurpose,
    Obtained,
    OrganisationStatus,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

POSTS = [(code, _(label)) for code, label in POST_LABELS.items()]
FACTS = [(code, _(label)) for code, label in FACT_LABELS.items()]
ORGANISATIONS = [(code, _(label)) for code, label in ORGANISATION_LABELS.items()]
STATUSES = [(status.value, _(status.label)) for status in OrganisationStatus]
WAYS = [(way.value, _(way.label)) for way in Obtained]
PURPOSES = [(purpose.value, _(purpose.label)) for purpose in ConsentPurpose]


def day(label: "str | _StrPromise", *, required: bool = True) -> forms.DateField:
    """A day, picked from the calendar of the device."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def somebody(label: "str | _StrPromise") -> forms.CharField:
    """Somebody on the register, by whatever one knows of them."""
    said = _("写姓名、6位口令号或手机号。")
    return forms.CharField(label=label, max_length=60, help_text=said)


def area_choice(label: "str | _StrPromise") -> forms.TypedChoiceField:
    """An area; the view says which ones there are."""
    return forms.TypedChoiceField(label=label, coerce=int)

"""Tags of pages about people and posts: masked numbers, words of the house."""

from collections.abc import Mapping

from django import template

from linli.kernel.masks import masked_id_number, masked_phone
from linli.kernel.words import say
from linli.people.rules import (
    FACT_LABELS,
    ORGANISATION_LABELS,
    POST_LABELS,
    ConsentPurpose,
    Obtained,
    OrganisationStatus,
)

register = template.Library()

WORDS: Mapping[str, Mapping[str, str]] = {
    "post": POST_LABELS,
    "fact": FACT_LABELS,
    "organisation": ORGANISATION_LABELS,
    "status": {status.value: status.label for status in OrganisationStatus},
    "way": {way.value: way.label for way in Obtained},
    "purpose": {purpose.value: purpose.label for purpose in ConsentPurpose},
}


@register.filter
def phone_mask(phone: str) -> str:
    """138 **** 2207."""
    return masked_phone(phone)


@register.filter
def id_mask(number: str) -> str:
    """110105********002X."""
    return masked_id_number(number)


@register.filter
def word_of(code: str, kind: str) -> str:
    """The word on the screen for a post, a fact or a kind of organisation."""
    return say(WORDS[kind].get(code, code))

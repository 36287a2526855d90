"""童萌治理派: a child is heard with a guardian's consent, and gets an answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.links import link
from linli.matters.actions import Word, report_matter
from linli.outreach import policies
from linli.outreach.events import SuggestionAnswered, SuggestionHeard
from linli.outreach.models import Suggestion
from linli.people.viewer import Viewer
from linli.places.models import Area

NEEDS_CONSENT = 14
"""个人信息保护法第三十一条: under 14 a guardian has to consent."""
YOUNGEST, OLDEST = 3, 17
LONGEST_NICKNAME = 6
SUGGESTION = "suggestion"


class ConsentMissing(Unreadable):
    pass


class NameTooWhole(Unreadable):
    pass


class WordsMissing(Unreadable):
    pass


class AnsweredAlready(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Who looks after the child and how they agreed."""

    guardian: str
    relationship: str
    way: str


@transaction.atomic
def hear_child(
    *,
    called: str,
    age: int,
    words: str,
    place: Area,
    by: Viewer,
    at: datetime,
    consent: Consent | None = None,
    may_publish: bool = False,
) -> Suggestion:
    """收金点子: written down by a colleague; only the nickname is ever shown."""
    if not policies.may_serve(by, place):
        raise NotPermitted("小朋友的金点子由在那里值守的同事来记。")
    _refuse_unsound(called, age, words, consent)
    matter = report_matter(
        word=Word(words=words, place=place, may_publish=may_publish), by=by, at=at
    )
    told = consent or Consent(guardian="", relationship="", way="")
    suggestion = Suggestion.objects.create(
        place=place,
        called=called.strip(),
        age=age,
        words=words.strip(),
        guardian=told.guardian.strip(),
        relationship=told.relationship.strip(),
        way=told.way.strip(),
        may_publish=may_publish,
        matter=matter,
        said_at=at,
    )
    link(matter.ref, suggestion.ref, kind=SUGGESTION, by=by.ref, at=at)
    event = SuggestionHeard(subject=suggestion.ref, matter=matter.pk)
    journal.record(event, by=by.ref, at=at, place=place.ref)
    return suggestion


@transaction.atomic
def answer_child(*, suggestion: Suggestion, words: str, by: Viewer, at: datetime) -> None:
    """回信: what came of it, in words for a child."""
    if not policies.may_serve(by, suggestion.place):
        raise NotPermitted("给小朋友的回信由在那里值守的同事来写。")
    if not words.strip():
        raise WordsMissing("请写几句小朋友看得懂的话。")
    open_ones = Suggestion.objects.filter(pk=suggestion.pk, answered_at=None)
    if not open_ones.update(answer=words.strip(), answered_at=at):
        raise AnsweredAlready("已经回过信了。")
    event = SuggestionAnswered(subject=suggestion.ref, words=words.strip())
    journal.record(event, by=by.ref, at=at, place=suggestion.place.ref)


def _refuse_unsound(called: str, age: int, words: str, consent: Consent | None) -> None:
    if not words.strip():
        raise WordsMissing("请写下小朋友说的话。")
    if not 0 < len(called.strip()) <= LONGEST_NICKNAME:
        raise NameTooWhole("只写小名或名字，最多 {most} 个字。", most=LONGEST_NICKNAME)
    if not YOUNGEST <= age <= OLDEST:
        raise WordsMissing(
            "年龄要在 {youngest} 到 {oldest} 岁之间。", youngest=YOUNGEST, oldest=OLDEST
        )
    if age < NEEDS_CONSENT and not (
        consent and consent.guardian.strip() and consent.relationship.strip() and consent.way
    ):
        raise ConsentMissing(
            "不满 {age} 岁，要写明哪位监护人、什么关系、怎么同意的。", age=NEEDS_CONSENT
        )

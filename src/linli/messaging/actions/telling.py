"""Something is said to a person: into the inbox, or as a code to a phone."""

from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from linli.kernel import journal
from linli.kernel.errors import Refusal
from linli.kernel.models import Entry
from linli.kernel.references import NOWHERE, THE_SYSTEM, Ref
from linli.kernel.words import say
from linli.messaging.events import Told
from linli.messaging.models import Message
from linli.messaging.outlets import Parcel, Purpose, sms_outlet

LONGEST = 300

type CodeOutlet = Callable[[Parcel], object]


class NoOutletForCodes(Refusal):
    status = 503


def tell_of(entry: Entry, *, to: Ref, url: str = "") -> bool:
    """告知: lay a journal entry before a person, once however often it is asked.

    The sentence is not kept: whoever opens the inbox reads it from the entry, by today's names.
    """
    return _laid(
        to=to,
        about=entry,
        subject=entry.subject,
        sentence="",
        url=url,
        by=THE_SYSTEM,
        at=entry.happened_at,
    )


def tell(*, to: Ref, subject: Ref, sentence: str, url: str = "", by: Ref, at: datetime) -> bool:
    """告知: say a sentence to a person that no journal entry says."""
    return _laid(
        to=to, about=None, subject=subject, sentence=sentence[:LONGEST], url=url, by=by, at=at
    )


def mark_seen(*, to: Ref, message: int, at: datetime) -> None:
    """看过: the person has opened one message; again changes nothing."""
    Message.objects.filter(pk=message, to=to, seen_at=None).update(seen_at=at)


def mark_all_seen(*, to: Ref, at: datetime) -> int:
    """全部看过: the person has gone through the whole inbox."""
    return Message.objects.filter(to=to, seen_at=None).update(seen_at=at)


def outlet_for_codes(*, at: datetime) -> CodeOutlet:
    """Give the way in which codes reach a phone: the outlet for SMS, or a function that the
    settings name and that takes a phone and a text.
    """
    if path := settings.LINLI_CODE_OUTLET:
        function = import_string(path)
        return lambda parcel: function(parcel.address, parcel.text)
    outlet = sms_outlet()
    if outlet is None:
        raise NoOutletForCodes(
            "这里还没有接通短信。请用登录名和密码登录，或到社区服务台当面办理。"
        )
    return lambda parcel: outlet.send(parcel, at=at)


def send_code(*, phone: str, code: str, outlet: CodeOutlet) -> None:
    """发验证码: after the transaction, for nobody may wait for a gateway inside one."""
    parcel = Parcel(
        key=f"linli-code-{token_hex(8)}",
        address=phone,
        title=say("登录验证码"),
        text=say("您的登录验证码是{code}，10分钟内有效。请不要告诉任何人。", code=code),
        code=code,
        purpose=Purpose.CODE,
    )
    transaction.on_commit(lambda: outlet(parcel))


@transaction.atomic
def _laid(
    *,
    to: Ref,
    about: Entry | None,
    subject: Ref,
    sentence: str,
    url: str,
    by: Ref,
    at: datetime,
) -> bool:
    content = {"subject": subject, "sentence": sentence, "url": url, "told_at": at}
    if about is None:
        Message.objects.create(to=to, **content)
        is_new = True
    else:
        _, is_new = Message.objects.get_or_create(to=to, about=about.pk, defaults=content)
    if is_new:
        place = about.place if about else NOWHERE
        journal.record(Told(subject=subject, to=to), by=by, at=at, place=place)
    return is_new

"""Marks and ballots: who has voted, and what was voted, with nothing between the two."""

from django.db import models
from django.db.models import Q

from linli.people.models import Person
from linli.voting.models.polls import Poll
from linli.voting.models.rolls import RollEntry
from linli.voting.rules import ON_PAPER, Channel

CHANNELS = [channel.value for channel in Channel]


class Mark(models.Model):
    """已投: an entry has voted, once over all channels. No time; its id is drawn at random."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="marks")
    entry = models.ForeignKey(RollEntry, models.PROTECT, related_name="+")
    channel = models.CharField("渠道", max_length=8)
    by_proxy = models.BooleanField("由代理人投", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mark_once_an_entry", fields=["poll", "entry"]),
            models.CheckConstraint(
                name="mark_channel_known", condition=Q(channel__in=CHANNELS)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Envelope(models.Model):
    """封好的票: a ballot that nobody can read until the poll is closed.

    Of a secret poll it knows no entry. Envelopes are opened together, shuffled, written anew
    as ballots in one breath, and destroyed.
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="envelopes")
    is_secret = models.BooleanField("无记名")
    entry = models.ForeignKey(RollEntry, models.PROTECT, null=True, related_name="+")
    sealed = models.TextField("封好的内容")
    receipt = models.CharField("回执", max_length=20)
    superseded = models.BooleanField("已被本人取代", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="envelope_secret_knows_no_entry",
                condition=Q(is_secret=True, entry__isnull=True)
                | Q(is_secret=False, entry__isnull=False),
            ),
            models.UniqueConstraint(
                name="envelope_one_counts",
                fields=["poll", "entry"],
                condition=Q(entry__isnull=False, superseded=False),
            ),
            models.UniqueConstraint(name="envelope_receipt_once", fields=["poll", "receipt"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PaperBallot(models.Model):
    """纸票: a numbered sheet. Its number is drawn at random, so that no order tells of a voter.

    Of a named poll it belongs to an entry from the printing on; of a secret one to nobody.
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="papers")
    is_secret = models.BooleanField("无记名")
    serial = models.CharField("票号", max_length=10)
    entry = models.ForeignKey(RollEntry, models.PROTECT, null=True, related_name="+")
    delivered_on = models.DateField("送达日期", null=True)
    delivery_proof = models.CharField("送达凭据", max_length=80, default="")
    returned_by = models.CharField("交回渠道", max_length=8, default="")
    answers = models.JSONField("两人一致的票面", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="paper_serial_once", fields=["poll", "serial"]),
            models.UniqueConstraint(
                name="paper_once_an_entry",
                fields=["poll", "entry"],
                condition=Q(entry__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_secret_knows_no_entry",
                condition=Q(is_secret=True, entry__isnull=True, delivered_on__isnull=True)
                | Q(is_secret=False, entry__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_channel_known",
                condition=Q(
                    returned_by__in=["", *sorted(channel.value for channel in ON_PAPER)]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.serial}"


class PaperReading(models.Model):
    """录票: what one counter reads on a sheet; it counts when a second one reads the same."""

    paper = models.ForeignKey(PaperBallot, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answers = models.JSONField("票面")
    read_at = models.DateTimeField("录入时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reading_once_a_reader", fields=["paper", "reader"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Ballot(models.Model):
    """票: written when the poll is counted, shuffled, all in one breath; never changed.

    Of a secret poll it has neither entry nor channel, and every one weighs one head.
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="ballots")
    is_secret = models.BooleanField("无记名")
    entry = models.ForeignKey(RollEntry, models.PROTECT, null=True, related_name="+")
    channel = models.CharField("渠道", max_length=8, default="")
    answers = models.JSONField("票面")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ballot_secret_knows_nothing",
                condition=Q(is_secret=True, entry__isnull=True, channel="")
                | Q(is_secret=False, entry__isnull=False, channel__in=CHANNELS),
            ),
            models.UniqueConstraint(
                name="ballot_one_an_entry",
                fields=["poll", "entry"],
                condition=Q(entry__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PollCount(models.Model):
    """计票记录: what came out, from what, by which algorithm; a recount is one more row."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="counts")
    is_recount = models.BooleanField("复核", default=False)
    counted_at = models.DateTimeField("计票时间")
    algorithm = models.CharField("算法", max_length=20)
    digest = models.CharField("票包摘要", max_length=64)
    # Sealed facts of the count: taken in, papers, receipts, delivered weight, results.
    facts = models.JSONField("结果")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="poll_counted_once", fields=["poll"], condition=Q(is_recount=False)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

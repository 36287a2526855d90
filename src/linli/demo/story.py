"""A story told as dated calls of the real actions, one line of it after the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from linli.demo.laying import Stage
from linli.demo.passing import Passing
from linli.kernel import clock
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import HERE, day_of
from linli.matters import actions as matters
from linli.matters.actions import Answer, Assignment, Word
from linli.matters.actions.reporting import receipt_hash
from linli.matters.models import Matter
from linli.matters.rules import ClosingKind
from linli.people.queries import viewer_of
from linli.people.viewer import Viewer
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Satisfied, Solved, TakenBy, rater

type Deed = Callable[[datetime], object]


@dataclass(kw_only=True)
class Story:
    """What was told to happen and when; nothing happens before `run`."""

    stage: Stage
    now: datetime
    matters: dict[str, int] = field(default_factory=dict)
    _deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def workday(self, ago: int, wall: str) -> datetime:
        """So many working days before today, at that time by the clock on the wall."""
        calendar, day = calendar_in_force(), day_of(self.now)
        while ago > 0:
            day -= timedelta(days=1)
            ago -= calendar.is_workday(datetime.combine(day, time(12), tzinfo=HERE))
        return datetime.combine(day, time.fromisoformat(wall), tzinfo=HERE)

    def minutes_ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def run(self) -> None:
        """Tell it in the order of time, the clock of the house set to each moment."""
        passing = Passing(now=clock.now, in_its_time=True)
        for at, deed in sorted(self._deeds, key=lambda told: told[0]):
            if at > self.now:
                continue
            passing.let_pass(at)
            with clock.set_to(at):
                deed(at)
                passing.stir()
                passing.deliver_all()
        passing.let_pass(self.now)
        passing.deliver_all()

    def says(  # noqa: PLR0913 - who, where, when, what, and by which way
        self,
        name: str,
        at: datetime,
        who: str,
        where: str,
        words: str,
        *,
        channel: str = "web",
        recorder: str = "",
        receipt: str = "",
        about: str = "",
        spot: str = "",
    ) -> None:
        """说事: `who` empty stays unnamed; `recorder` writes it down for somebody."""

        def deed(at: datetime) -> None:
            person = self.stage.people.get(who)
            by = self.viewer(recorder or who, at)
            word = Word(
                words=words,
                place=self.stage.areas[where],
                channel=channel,
                spot=spot,
                may_publish=True,
                concerns=self.stage.people.get(about),
            )
            evidence = "本人当面讲、我来记" if recorder else ""
            self.matters[name] = matters.report_matter(
                word=word, by=by, at=at, reporter=person, evidence=evidence, receipt=receipt
            ).pk

        self._deeds.append((at, deed))

    def joins(
        self, name: str, at: datetime, who: str, words: str = "", *, receipt: str = ""
    ) -> None:
        """附议: `who` empty stays unnamed and holds a receipt."""

        def deed(at: datetime) -> None:
            by = self.viewer(who, at)
            matters.join_matter(
                matter=self.matter(name), by=by, at=at, words=words, receipt=receipt
            )

        self._deeds.append((at, deed))

    def gives(self, name: str, at: datetime, by: str, to: str, *, unit: str = "") -> None:
        """分派."""

        def deed(at: datetime) -> None:
            assignment = Assignment(
                handler=self.stage.people[to], unit=self.stage.organisations.get(unit)
            )
            matters.dispatch_matter(
                matter=self.matter(name), assignment=assignment, by=self.viewer(by, at), at=at
            )

        self._deeds.append((at, deed))

    def accepts(self, name: str, at: datetime, by: str) -> None:
        self.tells(
            at,
            lambda at: matters.accept_matter(
                matter=self.matter(name), by=self.viewer(by, at), at=at
            ),
        )

    def notes(self, name: str, at: datetime, by: str, words: str) -> None:
        self.tells(
            at,
            lambda at: matters.note_progress(
                matter=self.matter(name),
                words=words,
                by=self.viewer(by, at),
                at=at,
                contacted=True,
            ),
        )

    def extends(self, name: str, at: datetime, by: str, workdays: int, reason: str) -> None:
        self.tells(
            at,
            lambda at: matters.extend_matter(
                matter=self.matter(name),
                workdays=workdays,
                reason=reason,
                by=self.viewer(by, at),
                at=at,
            ),
        )

    def passes_up(self, name: str, at: datetime, by: str, reason: str) -> None:
        self.tells(
            at,
            lambda at: matters.escalate_matter(
                matter=self.matter(name), reason=reason, by=self.viewer(by, at), at=at
            ),
        )

    def sends_back(self, name: str, at: datetime, by: str, ruling: str) -> None:
        self.tells(
            at,
            lambda at: matters.send_back(
                matter=self.matter(name), ruling=ruling, by=self.viewer(by, at), at=at
            ),
        )

    def finishes(
        self,
        name: str,
        at: datetime,
        by: str,
        measure: str,
        outcome: str,
        kind: ClosingKind = ClosingKind.DONE,
        basis: str = "",
    ) -> None:
        self.tells(
            at,
            lambda at: matters.finish_matter(
                matter=self.matter(name),
                measure=measure,
                outcome=outcome,
                by=self.viewer(by, at),
                at=at,
                closing_kind=kind,
                basis=basis,
            ),
        )

    def answers(
        self,
        name: str,
        at: datetime,
        who: str,
        solved: Solved,
        satisfied: Satisfied,
        words: str = "",
        *,
        caller: str = "",
        receipt: str = "",
    ) -> None:
        """评价: by oneself, by the receipt, or over the telephone with a caller."""

        def deed(at: datetime) -> None:
            matter = self.matter(name)
            slips = RatingSlip.objects.filter(subject=matter.ref, turn=matter.turn)
            person = self.stage.people.get(who)
            asked = rater(person.pk if person else None, receipt_hash(receipt))
            slip = slips.get(person=asked.person_id, receipt_hash=asked.receipt_hash)
            by = self.viewer(caller or who, at)
            if receipt:
                by = Viewer(receipts=frozenset({receipt_hash(receipt)}))
            answer = Answer(
                solved=solved,
                satisfied=satisfied,
                comment=words,
                taken_by=TakenBy.PHONE if caller else TakenBy.PAGE,
            )
            matters.rate_matter(matter=matter, slip=slip, answer=answer, by=by, at=at)

        self._deeds.append((at, deed))

    def tells(self, at: datetime, deed: Deed) -> None:
        """Let that be done at that time."""
        self._deeds.append((at, deed))

    def matter(self, name: str) -> Matter:
        """The matter of that name as it stands."""
        rows = Matter.objects.select_related("place", "desk__parent", "handler", "reporter")
        return rows.get(pk=self.matters[name])

    def viewer(self, who: str, at: datetime) -> Viewer:
        """What somebody may see by at that time."""
        return viewer_of(self.stage.people[who], at=at) if who else Viewer()

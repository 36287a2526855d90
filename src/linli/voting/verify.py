#!/usr/bin/env python3
"""核对票包 / check a bundle of ballots: python3 verify.py BUNDLE.json [DIGEST]

Needs nothing but Python. It reads the bundle, computes its digest, the digest of the roll, and
the result of every question anew, and says where they differ. Give the digest that hangs on the
notice board to be sure that this is the bundle it speaks of.
"""

# ruff: noqa: B905 - one file, plain Python, whatever version is at hand

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Plain = dict[str, Any]
Weight = list[int]

FORMAT, ALGORITHM = "linli-voting/1", "linli-tally/1"
HEADS, AREA, UNITS = 0, 1, 2
PLACE = {"heads": HEADS, "area": AREA, "units": UNITS}


def digest_of(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plus(one: Weight, other: Weight, sign: int = 1) -> Weight:
    return [a + sign * b for a, b in zip(one, other)]


def faults_in(bundle: Plain, wanted: str = "") -> Iterator[str]:
    """Yield a sentence for everything that is not as it should be."""
    if bundle.get("format") != FORMAT or bundle.get("algorithm") != ALGORITHM:
        yield "格式不认识 / unknown format"
        return
    found = digest_of({k: v for k, v in bundle.items() if k != "digest"})
    if found != bundle["digest"]:
        yield "票包被改过：摘要不符 / the bundle was changed: its digest differs"
    if wanted and wanted != bundle["digest"]:
        yield "不是公布的那个票包 / not the bundle whose digest was published"
    yield from faults_of_books(bundle)
    yield from faults_of_roll(bundle)
    for number, question in enumerate(bundle["questions"]):
        ballots = [(b["answers"][number], b["weight"]) for b in bundle["ballots"]]
        result = outcome(question, bundle["roll"]["total"], ballots, bundle["delivered"])
        if result != bundle["results"][number]:
            yield f"第{number + 1}题的结果不符 / the result of question {number + 1} differs"


def faults_of_books(bundle: Plain) -> Iterator[str]:
    if len(bundle["ballots"]) > bundle["marks_count"]:
        yield "票比投票的人多 / more ballots than voters"
    if len(set(bundle["receipts"])) != len(bundle["receipts"]):
        yield "回执有重复 / a receipt stands twice"
    is_secret = bundle["poll"]["secrecy"] == "secret"
    said = [(b["entry"], b["weight"]) for b in bundle["ballots"]]
    if is_secret and any(one != (None, [1, 0, 0]) for one in said):
        yield "无记名的票上有不该有的 / a secret ballot says too much"


def faults_of_roll(bundle: Plain) -> Iterator[str]:
    lines = bundle["roll"].get("lines")
    if lines is None:
        return
    if digest_of(sorted(lines)) != bundle["roll"]["digest"]:
        yield "名册被改过：摘要不符 / the roll was changed: its digest differs"
    weights = {key: list(weight) for key, _, *weight in lines}
    total = [0, 0, 0]
    for weight in weights.values():
        total = plus(total, weight)
    if len(weights) != len(lines) or total != bundle["roll"]["total"]:
        yield "名册的合计不符 / the roll does not add up"
    marks = bundle["marks"]
    if len(set(marks)) != len(marks) or not set(marks) <= set(weights):
        yield "有人投了两次或不在册 / somebody voted twice or is not on the roll"
    named = [b for b in bundle["ballots"] if b["entry"] is not None]
    entries = [b["entry"] for b in named]
    if len(set(entries)) != len(entries) or not set(entries) <= set(marks):
        yield "有两张票是同一人的 / two ballots are of one voter"
    if any(weights.get(b["entry"]) != b["weight"] for b in named):
        yield "有票的权重和名册不符 / a ballot weighs otherwise than on the roll"


def outcome(
    question: Plain, roll: Weight, ballots: list[tuple[Any, Weight]], delivered: Weight
) -> Plain:
    rule, options = question["rule"], len(question["options"])
    election = rule["seats"] > 0
    votes = [[0, 0, 0] for _ in range(options)]
    returned, abstained, invalid = [0, 0, 0], [0, 0, 0], [0, 0, 0]
    for answer, weight in ballots:
        returned = plus(returned, weight)
        if answer is None:
            invalid = plus(invalid, weight)
        elif answer == [] or (not election and answer == [2]):
            abstained = plus(abstained, weight)
        else:
            for place in answer:
                votes[place] = plus(votes[place], weight)
    valid = plus(returned, invalid, -1)
    counted: Plain = {
        "took_part": returned if rule["invalid_takes_part"] else valid,
        "valid": valid,
        "abstained": abstained,
        "invalid": invalid,
        "not_returned": plus(roll, returned, -1),
        "deemed": [0, 0, 0],
        "votes": votes,
    }
    plain = judged(rule, roll, counted)
    if rule["deemed"] == "none" or delivered == [0, 0, 0]:
        return {**plain, "without_deemed": None}
    other = dict(counted, deemed=delivered, took_part=plus(counted["took_part"], delivered))
    if rule["deemed"] == "majority" and not election:
        leads = [
            votes[0][PLACE[name]] - votes[1][PLACE[name]]
            for name in {one["measure"] for one in rule["quorum"] + rule["passing"]}
        ]
        ahead = 0 if all(x > 0 for x in leads) else 1 if all(x < 0 for x in leads) else None
        if ahead is not None:
            other["votes"] = [
                plus(v, delivered) if place == ahead else v for place, v in enumerate(votes)
            ]
    return {**judged(rule, roll, other), "without_deemed": plain["verdict"]}


def judged(rule: Plain, roll: Weight, counted: Plain) -> Plain:
    def found(condition: Plain, votes: Weight) -> Plain:
        wholes = {
            "roll": roll,
            "took_part": counted["took_part"],
            "valid": counted["valid"],
            "votes": votes,
        }
        at = PLACE[condition["measure"]]
        have, of = wholes[condition["top"]][at], wholes[condition["bottom"]][at]
        num, den = condition["num"], condition["den"]
        if condition["op"] == "ge":
            holds, needed = have * den >= of * num, -(-of * num // den)
        else:
            holds, needed = have * den > of * num, of * num // den + 1
        return {"have": have, "of": of, "needed": needed, "holds": of > 0 and holds}

    quorum = [found(condition, counted["votes"][0]) for condition in rule["quorum"]]
    enough = all(one["holds"] for one in quorum)
    if rule["seats"]:
        elected, tied = top(rule, counted, found) if enough else ([], [])
        verdict = "tied" if tied else "elected" if elected else "failed"
        findings = quorum
    else:
        elected, tied = [], []
        passing = [found(condition, counted["votes"][0]) for condition in rule["passing"]]
        verdict = "passed" if all(one["holds"] for one in passing) else "failed"
        findings = quorum + passing
    return {
        **counted,
        "verdict": verdict if enough else "quorum_failed",
        "findings": findings,
        "elected": elected,
        "tied": tied,
    }


def top(rule: Plain, counted: Plain, found: Any) -> tuple[list[int], list[int]]:
    at, seats = PLACE[rule["rank_by"]], rule["seats"]
    have = {place: votes[at] for place, votes in enumerate(counted["votes"])}
    strong = [
        place
        for place, votes in enumerate(counted["votes"])
        if have[place] and all(found(one, votes)["holds"] for one in rule["passing"])
    ]
    if len(strong) <= seats:
        return strong, []
    last = sorted((have[place] for place in strong), reverse=True)[seats - 1]
    above = [place for place in strong if have[place] > last]
    level = [place for place in strong if have[place] == last]
    if len(above) + len(level) <= seats:
        return sorted(above + level), []
    return above, level


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        sys.stdout.write(__doc__ or "")
        return 2
    bundle = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    faults = list(faults_in(bundle, *arguments[1:]))
    for fault in faults:
        sys.stdout.write(f"✗ {fault}\n")
    if not faults:
        sys.stdout.write("✓ 核对无误 / everything agrees\n")
        for question, result in zip(bundle["questions"], bundle["results"]):
            sys.stdout.write(f"  {question['words']}: {result['verdict']} {result['votes']}\n")
    sys.stdout.write(f"  摘要 digest {bundle.get('digest')}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

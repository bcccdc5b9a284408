"""The result of a round on a page of its own: what is adopted and how nearly, how it was counted, how to check it."""

import asyncio
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forums import forum_of, own_places
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.steps import Teller, steps_of
from services.kit.errors import N_

Told = Mapping[str, Any]
Json = dict[str, Any]

#: figure of an option → what it is called, how its amount is written, and whether it has a bar
FIGURES: Mapping[str, tuple[str, str, bool]] = {
    "yes": (N_("Đồng ý"), "number", True),
    "no": (N_("Không đồng ý"), "number", True),
    "abstain": (N_("Không có ý kiến"), "number", True),
    "votes": (N_("Số phiếu"), "number", True),
    "points": (N_("Số điểm"), "number", True),
    "first": (N_("Phiếu hạng 1"), "number", True),
    "most": (N_("Nhiều nhất trong các bước"), "number", True),
    "place": (N_("Hạng chung cuộc"), "number", False),
    "won": (N_("Số trận thắng"), "number", False),
    "lost": (N_("Số trận thua"), "number", False),
    "even": (N_("Số trận hòa"), "number", False),
    "cost": (N_("Chi phí"), "paid", False),
    "left": (N_("Người ủng hộ còn lại"), "paid", False),
    "load": (N_("Mỗi phiếu ủng hộ đã góp"), "paid", False),
}
ABOVE = N_("%(share)s %(base)s, hơn mức cần %(over)s.")
EXACTLY = N_("%(share)s %(base)s, vừa đúng mức cần.")
BELOW = N_("%(share)s %(base)s, thiếu %(over)s so với mức cần.")
SHARE = N_("%(share)s %(base)s.")
#: quorum → what is said of it, where so much is enough and where it must be more
QUORUMS = {
    "presence": (
        N_("Cần ít nhất %(needed)s có mặt, có %(there)s:"),
        N_("Cần hơn %(needed)s có mặt, có %(there)s:"),
    ),
    "participation": (
        N_("Cần ít nhất %(needed)s bỏ phiếu, có %(there)s:"),
        N_("Cần hơn %(needed)s bỏ phiếu, có %(there)s:"),
    ),
}
CLOSEST = N_("Chỉ cần %(votes)s khác đi là kết quả của giải pháp này đã khác.")


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    path = f"/forums/{forum_id}/rounds/{round_id}"
    forum, round_ = await asyncio.gather(forum_of(page, forum_id), page.read("proposals", path, forum_id))
    certified = round_["state"] == "certified"
    result = await page.read("proposals", f"{path}/result", forum_id) if certified else None
    places = (await own_places(page, forum_id, [round_["round_id"]])).get(round_["round_id"], [])
    record = f"/api/v1{path}/record"
    shown = told(page.language, round_, result) if result else None
    return page.show("round/result.html", forum=forum, round=round_, places=places, record=record, result=shown)


def told(language: str, round_: Told, result: Told) -> Json:
    """A result as its page shows it. Options are places on the ballot, from 0."""
    decision, teller = result["decision"], Teller(language, round_, result)
    adopted, undecided = decision["adopted"], decision["undecided"]
    order = [*adopted, *(place for place in _by_figures(result) if place not in adopted)]
    return {
        "adopted": [round_["options"][place] for place in adopted],
        "undecided": [round_["options"][place] for place in undecided],
        "quorate": decision["quorate"],
        "quorums": _quorums(teller, round_["rule"], decision),
        "options": [_option(teller, round_, result, place) for place in order],
        "turnout": _turnout(result["turnout"]),
        "what_if": _what_if(teller, decision),
        "closest": _closest(decision),
        "steps": steps_of(teller, result["ties"], round_["rule"]["ties"], undecided),
        "sectors": _sectors(round_, result["sectors"]),
        "record": result["record"],
    }


def _by_figures(result: Told) -> Sequence[int]:
    """The options in the order in which they were counted, where a step tells one; else as on the ballot."""
    orders = (step["order"] for step in result["steps"] if "order" in step)
    return next(orders, range(len(result["figures"])))


def _option(teller: Teller, round_: Told, result: Told, place: int) -> Json:
    verdict = result["decision"]["options"][place]
    return {
        **round_["options"][place],
        "adopted": verdict["adopted"],
        "undecided": verdict["undecided"],
        "figures": [_figure(teller, result, name, value) for name, value in result["figures"][place].items()],
        "said": _verdict(teller, round_, verdict),
    }


def _figure(teller: Teller, result: Told, name: str, value: int | str) -> Json:
    words, written, has_bar = FIGURES.get(name, (name, "number", False))
    longest = max((Fraction(each.get(name, 0)) for each in result["figures"]), default=Fraction(0))
    bar = {"value": float(Fraction(value)), "max": max(float(longest), 1.0)} if has_bar else None
    return {"name": name, "words": teller.say(words), "amount": getattr(teller, written)(value), "bar": bar}


def _verdict(teller: Teller, round_: Told, verdict: Told) -> list[str]:
    """How nearly an option was adopted, or not, in words."""
    said = []
    if verdict["share"] is not None:
        over = Fraction(verdict["over"] or 0)
        sentence = SHARE if verdict["over"] is None else ABOVE if over > 0 else BELOW if over < 0 else EXACTLY
        part = {"share": teller.percent(verdict["share"]), "base": teller.base(round_["rule"]["base"])}
        said.append(teller.say(sentence, over=teller.votes(abs(over)), **part))
    if verdict["closest"] is not None:
        said.append(teller.say(CLOSEST, votes=teller.votes(verdict["closest"])))
    return said


def _quorums(teller: Teller, rule: Told, decision: Told) -> list[Json]:
    """Each quorum that was asked for: what was needed and what there was, in words, and whether it was enough."""
    told = []
    for name, sentences in QUORUMS.items():
        if quorum := decision[name]:
            sentence = sentences[rule[f"{name}_quorum"].startswith(">")]
            said = teller.say(sentence, needed=teller.number(quorum["needed"]), there=teller.number(quorum["there"]))
            told.append({"said": said, "reached": quorum["reached"]})
    return told


def _turnout(turnout: Told) -> Json:
    """In people, and where votes weigh differently in votes too; and how many of the ballots were on paper."""
    votes = _with_valid(turnout["votes"]) if turnout["weighted"] else None
    on_paper = {name: turnout[name] for name in ("sheets", "on_paper")}
    return {"people": _with_valid(turnout["people"]), "votes": votes, **on_paper}


def _with_valid(numbers: Told) -> Json:
    return {**numbers, "valid": Fraction(numbers["cast"]) - Fraction(numbers["blank"]) - Fraction(numbers["spoilt"])}


def _what_if(teller: Teller, decision: Told) -> list[Json]:
    """The same ballots under other bases: what would have been adopted, and whether that is something else."""
    return [
        {
            "base": teller.base(base),
            "adopted": teller.names(places) if places else "",
            "same": sorted(places) == sorted(decision["adopted"]),
        }
        for base, places in decision["what_if"].items()
    ]


def _closest(decision: Told) -> int | None:
    known = [verdict["closest"] for verdict in decision["options"] if verdict["closest"] is not None]
    return min(known, default=None)


def _sectors(round_: Told, sectors: Sequence[Told]) -> list[Json]:
    """Support by sector; `options` is None where it would tell of a person."""
    return [{**sector, "options": _of_sector(round_, sector["said"])} for sector in sectors]


def _of_sector(round_: Told, said: Sequence[Told] | None) -> list[Json] | None:
    if said is None:
        return None
    counts = [{name: amount for name, amount in option.items() if name in FIGURES} for option in said]
    return [{**option, "counts": count} for option, count in zip(round_["options"], counts, strict=True)]


routes = [Route("/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}/ket-qua", show)]

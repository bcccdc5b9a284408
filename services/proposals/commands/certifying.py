"""Certifying a round, which the counter does: reading everything that was cast, and writing down what came of it."""

import zlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy as np

from services.kit.db import Database, Tx, as_json
from services.proposals import secret_ballots, store
from services.proposals.commands.rounds import tell
from services.proposals.model import paper
from services.proposals.model.refusals import RecountDiffers
from services.proposals.model.results import Cast, Counted, Facts
from services.proposals.model.rounds import Round
from services.proposals.record import log
from services.proposals.record.canonical import canonical
from services.proposals.store import queries


def next_round(tx: Tx) -> Round | None:
    """The round that has waited longest for its result."""
    row = queries.counting_round(tx.connection)
    return store.get_round(tx, **row) if row else None


def facts_of(db: Database, round_: Round) -> Facts:
    """The roll of a round and all its ballots, read a page at a time; while it is counted neither changes.

    Raises RecountDiffers where what is stored are no ballots of this round.
    """
    cast, roll, proxies, on_paper = Cast(), [], 0, []
    key = None if round_.named else db.read(lambda tx: secret_ballots.key_of(tx, round_.round_id))
    try:
        ballots = dict(_named(db, round_) if round_.named else _secret(db, round_))
        for place in _roll(db, round_, key):
            roll.append((place["weight"], place["sector"]))
            proxies += place["holder"] is not None
            if place["revision"]:
                cast.add(ballots.pop(place["elector"]), place["weight"], place["sector"])
            if place["on_paper"]:
                on_paper.append(place)
        entered = db.read(lambda tx: store.sheets(tx, round_)) if round_.on_paper else []
        sheets = paper.sheets_of(round_, on_paper, entered, key)
    except (ValueError, KeyError):  # which would tell the logs what finds a ballot
        raise RecountDiffers(counted={"ballots": round_.ballots}) from None
    if ballots:  # of nobody
        raise RecountDiffers(counted={"ballots": round_.ballots})
    title = db.read(lambda tx: queries.title_of_forum(tx.connection, forum_id=round_.forum_id))
    return Facts(round_, title, roll, proxies, cast, len(on_paper), sheets)


def certify(tx: Tx, round_: Round, counted: Counted) -> None:
    """Write the result down, unless another has; of a secret round nothing is left that tells whose a ballot was."""
    if store.lock_round(tx, **round_.key).state != "counting":
        return
    queries.lock_log(tx.connection)
    names = [row["name"] for row in queries.log(tx.connection)]
    published = log.enter(counted.record, names)
    queries.enter_in_log(tx.connection, **round_.key, place=len(names), name=published["log"]["name"])
    queries.put_record(tx.connection, **round_.key, record=zlib.compress(canonical(published)))
    named = {"record": {"name": published["log"]["name"], "entry": published["entry"]}}
    queries.put_result(tx.connection, **round_.key, result=as_json({**counted.result, **named}))
    queries.put_adopted(tx.connection, **round_.key, adopted=counted.adopted)
    queries.put_progress(tx.connection, **round_.key, state="certified", progress=100, trouble="")
    if counted.ballots != round_.ballots:
        queries.put_sheets_counted(tx.connection, **round_.key, ballots=counted.ballots, counts=as_json(counted.counts))
    if not round_.named:
        secret_ballots.destroy(tx, round_.round_id)
    tell(tx, "round_certified.v1", **round_.key)


def give_up(tx: Tx, round_: Round, slug: str) -> None:
    """Nothing is certified; the organizers are told why, and may have it tried again."""
    if store.lock_round(tx, **round_.key).state == "counting":
        queries.put_progress(tx.connection, **round_.key, state="sealed", progress=0, trouble=slug)
        tell(tx, "round_sealed.v1", **round_.key)


def tell_progress(tx: Tx, round_: Round, percent: int) -> None:
    """How far counting has come."""
    if store.lock_round(tx, **round_.key).state == "counting":
        queries.put_progress(tx.connection, **round_.key, state="counting", progress=percent, trouble="")
        tell(tx, "round_counting.v1", **round_.key)


Stored = Iterator[tuple[Any, tuple[Any, str]]]  # what finds a ballot; its choices and nonce


def _named(db: Database, round_: Round) -> Stored:
    after = UUID(int=0)
    while page := db.read(lambda tx: store.page_of_ballots(tx, round_, after)):  # noqa: B023 - called at once
        for row in page:
            yield row["elector"], (_codes(round_, row["choices"]), row["nonce"])
        after = page[-1]["elector"]


def _secret(db: Database, round_: Round) -> Stored:
    after = b""
    while page := db.read(lambda tx: store.page_of_secret_ballots(tx, round_, after)):  # noqa: B023 - called at once
        for row in page:
            yield bytes(row["elector"]), (_codes(round_, row["choices"]), row["nonce"])
        after = bytes(page[-1]["elector"])


def _roll(db: Database, round_: Round, key: bytes | None) -> Iterator[dict[str, Any]]:
    """The places on the roll, each with what finds its ballot."""
    after = UUID(int=0)
    while page := db.read(lambda tx: store.page_of_roll(tx, round_, after)):  # noqa: B023 - called at once
        for row in page:
            elector = secret_ballots.elector(key, str(row["person_id"])) if key else row["person_id"]
            yield {**row, "elector": elector}
        after = page[-1]["person_id"]


def _codes(round_: Round, choices: list[int]) -> Any:
    """A ballot's codes in the little room that a hundred thousand of them need. Raises ValueError."""
    codes = np.array(choices, dtype=np.int16)
    if codes.shape != (len(round_.options),):
        raise ValueError("not a ballot of this round")
    return codes

"""The sheets of a round as they are counted: each is of somebody who was handed one and has voted in no other way."""

import hmac
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from services.proposals.model.results import Cast
from services.proposals.model.rounds import Round
from services.proposals.model.sheets import Sheet

NONCE_BYTES = 24  # as a page's form has them: a sheet of a secret round must not be told from what came from there


def sheets_of(round_: Round, on_paper: Sequence[Mapping[str, Any]], sheets: Sequence[Sheet], key: bytes | None) -> Cast:
    """These sheets as ballots; `on_paper` are the places on the roll that were handed one; `key` is a secret round's.

    Raises ValueError or KeyError where no such sheets could have been entered.
    """
    if any(place["revision"] for place in on_paper):
        raise ValueError("one elector has voted twice")
    if not all(_is_whole(sheet, round_) for sheet in sheets) or len({sheet.number for sheet in sheets}) < len(sheets):
        raise ValueError("not sheets of this round")
    return _secret(on_paper, sheets, key) if key else _named(on_paper, sheets)


def _is_whole(sheet: Sheet, round_: Round) -> bool:
    fits = sheet.choices is None or len(sheet.choices) == len(round_.options)
    return fits and sheet.confirmed_by not in (None, sheet.entered_by)


def _named(on_paper: Sequence[Mapping[str, Any]], sheets: Sequence[Sheet]) -> Cast:
    cast, places = Cast(paper=True), {place["person_id"]: place for place in on_paper}
    for sheet in sheets:
        place = places.pop(sheet.elector)
        cast.add((sheet.choices, str(sheet.number)), place["weight"], place["sector"])
    return cast


def _secret(on_paper: Sequence[Mapping[str, Any]], sheets: Sequence[Sheet], key: bytes) -> Cast:
    """Under a nonce that the round's key makes, as who saw a sheet's number would find it by that; not marked as paper.

    One of few on paper among many who are not would be read off the mark. The nonce is not drawn by chance, or whoever
    counts could draw until the lot for ties, which hangs on it, falls as they wish. The key goes with the sheets.
    """
    cast, left = Cast(), Counter(place["weight"] for place in on_paper)
    for sheet in sheets:
        left[sheet.weight] -= 1
        cast.add((sheet.choices, _nonce(key, sheet.number)), sheet.weight, "")
    if min(left.values(), default=0) < 0:
        raise ValueError("more sheets than were handed out")
    return cast


def _nonce(key: bytes, number: int) -> str:
    return urlsafe_b64encode(hmac.digest(key, f"sheet {number}".encode(), "sha256")[:NONCE_BYTES]).decode()

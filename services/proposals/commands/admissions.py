"""Putting somebody on the roll of a round that is open: one organizer proposes it with a reason, another confirms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Fault, Invalid, Missing
from services.kit.ids import new_id
from services.proposals import access, electors, store
from services.proposals.commands import proxies
from services.proposals.commands.rounds import tell, tell_people
from services.proposals.model import admissions, rounds
from services.proposals.model.admissions import Admission
from services.proposals.model.roll_refusals import AdmissionDecided, AlreadyOnRoll
from services.proposals.model.rounds import Round
from services.proposals.store import queries

Row = Mapping[str, Any]


def propose_admission(
    tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask another organizer to let a delegate vote who is not on the roll; nothing changes yet."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require_voting(store.moment(tx))
    _check(tx, round_, data["person_id"], data["replaces"])
    admission_id = new_id()
    named = {name: data[name] for name in ("person_id", "replaces", "reason")}
    queries.insert_admission(tx.connection, **round_.key, admission_id=admission_id, **named, proposed_by=acting.person)
    return electors.admission(tx, forum_id, round_id, admission_id)


def confirm_admission(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, admission_id: UUID) -> dict[str, Any]:
    """Put a proposed elector on the roll, with the sector and the weight of their seat; only they are told."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require_voting(store.moment(tx))
    admission = _proposed(tx, round_, admission_id)
    admission.require_another(acting.person)
    seat = _check(tx, round_, admission.person_id, admission.replaces)
    if admission.replaces:
        _strike_off(tx, round_, admission.replaces)
    place = {name: seat[name] for name in ("person_id", "sector", "weight")}
    queries.enter_on_roll(tx.connection, **round_.key, **place)
    _put_facts(tx, round_, admission, seat)
    _decide(tx, acting, admission, "confirmed")
    tell(tx, "round_amended.v1", forum_id, round_id)
    tell_people(tx, "elector_admitted.v1", round_, round_.closing, [admission.person_id])
    return electors.admission(tx, forum_id, round_id, admission_id)


def drop_admission(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, admission_id: UUID) -> dict[str, Any]:
    """Do not let them vote after all."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    _decide(tx, acting, _proposed(tx, round_, admission_id), "dropped")
    return electors.admission(tx, forum_id, round_id, admission_id)


def _proposed(tx: Tx, round_: Round, admission_id: UUID) -> Admission:
    """A proposal nobody has decided. Raises Missing or AdmissionDecided."""
    found = next((each for each in store.admissions(tx, round_) if each.admission_id == admission_id), None)
    if found is None:
        raise Missing
    if found.state != "proposed":
        raise AdmissionDecided(state=found.state)
    return found


def _check(tx: Tx, round_: Round, person_id: UUID, replaces: UUID | None) -> Row:
    """The seat of who is to come on the roll. Raises what speaks against it."""
    seat = store.delegates(tx, round_.forum_id, [person_id]).get(person_id)
    if seat is None:
        raise Invalid([Fault("/person_id", "not-a-delegate")])
    if queries.place_on_roll(tx.connection, **round_.key, person_id=person_id):
        raise AlreadyOnRoll
    replaced = _replaceable(tx, round_, replaces) if replaces else None
    if not round_.named:
        weights = {row["weight"]: row["electors"] for row in queries.weights(tx.connection, **round_.key)}
        lost = replaced["weight"] if replaced else None
        rounds.check_hidden(admissions.weights_after(weights, seat["weight"], lost))
    return seat


def _replaceable(tx: Tx, round_: Round, person_id: UUID) -> Row:
    """The place of an elector who can be replaced. Raises Invalid or ElectorHasVoted."""
    place: Row | None = queries.place_on_roll(tx.connection, **round_.key, person_id=person_id)
    if place is None:
        raise Invalid([Fault("/replaces", "not-on-roll")])
    admissions.check_replaceable(place)
    return place


def _strike_off(tx: Tx, round_: Round, person_id: UUID) -> None:
    """Take an elector off the roll: what they held goes back to who gave it, what they gave ends."""
    queries.give_mandates_back(tx.connection, **round_.key, holder=person_id)
    queries.strike_off(tx.connection, **round_.key, person_id=person_id)
    proxies.lapse(tx, round_)


def _put_facts(tx: Tx, round_: Round, admission: Admission, seat: Row) -> None:
    """What everybody may know of it: how many electors there are, and why there is another one."""
    unit, counts = admissions.rescaled(round_, [seat["weight"]])
    substitute = admission.replaces is not None
    told = {"at": store.moment(tx), "reason": admission.reason, "substitute": substitute}
    queries.put_roll_facts(
        tx.connection,
        **round_.key,
        more=0 if substitute else 1,
        unit=unit,
        counts=as_json(counts),
        admission=as_json([told]),
    )


def _decide(tx: Tx, acting: Acting, admission: Admission, state: str) -> None:
    key = {"forum_id": admission.forum_id, "admission_id": admission.admission_id}
    queries.decide_admission(tx.connection, **key, state=state, person_id=acting.person)

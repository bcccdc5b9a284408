"""Giving a proxy, and what ends it. Every change takes the round's row lock, which counting ballots takes too."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Fault, Invalid, Missing
from services.proposals import access, electors, store
from services.proposals.model import proxies
from services.proposals.model.proxies import Proxy
from services.proposals.model.refusals import NotOnRoll
from services.proposals.model.roll_refusals import NoProxyGiven, ProxyUsed
from services.proposals.model.rounds import Round
from services.proposals.store import queries


def give_proxy(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Have another delegate vote for oneself once the round opens; one given before to somebody else ends."""
    access.participant(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("prepared")
    person_id, holder = acting.person, data["holder_id"]
    delegates = store.delegates(tx, forum_id, [person_id, holder])
    if person_id not in delegates:
        raise NotOnRoll
    if holder not in delegates:
        raise Invalid([Fault("/holder_id", "not-a-delegate")])
    about = store.proxies_about(tx, round_, [person_id, holder])
    proxies.check_may_give(person_id, holder, round_.proxies, about)
    standing = _standing(about, person_id)
    if standing is None or standing.holder != holder:
        if standing:
            _end(tx, round_, person_id, proxies.TAKEN_BACK)
        queries.put_proxy(tx.connection, **round_.key, person_id=person_id, holder=holder)
        _tell(tx, "proxy_given.v1", round_, Proxy(person_id, holder, proxies.GIVEN, ""))
    return electors.own_proxies(tx, acting, forum_id, round_id)


def take_back_proxy(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Vote oneself again: any time before the round opens, and then until the holder has voted or has a sheet."""
    person_id = acting.person
    access.reader(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    if round_.state != "prepared":
        round_.require_voting(store.moment(tx))
        place = queries.place_on_roll(tx.connection, **round_.key, person_id=person_id)
        if place is None or place["holder"] is None:
            raise NoProxyGiven
        if place["revision"] or place["on_paper"]:
            raise ProxyUsed
    end_mandate(tx, round_, person_id)
    return electors.own_proxies(tx, acting, forum_id, round_id)


def decline_proxy(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, elector_id: UUID) -> dict[str, Any]:
    """Do not vote for this elector, who gave the asker their proxy."""
    holder = acting.person
    access.reader(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    standing = _standing(store.proxies_about(tx, round_, [elector_id]), elector_id)
    if standing is None or standing.holder != holder:
        raise Missing
    round_.require("prepared")
    _end(tx, round_, elector_id, proxies.DECLINED)
    return electors.own_proxies(tx, acting, forum_id, round_id)


def strike_proxy(
    tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, elector_id: UUID, data: Mapping[str, Any]
) -> dict[str, Any]:
    """An organizer finds that this elector's proxy does not stand, and says why."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("prepared")
    if _standing(store.proxies_about(tx, round_, [elector_id]), elector_id) is None:
        raise Missing
    struck = _end(tx, round_, elector_id, proxies.STRUCK, data["reason"], acting.person)
    return _told(tx, round_, struck)


def count_proxies(tx: Tx, round_: Round) -> None:
    """Write the proxies that stand on a roll that has just been frozen; where one of both is not on it, they lapse."""
    if round_.proxies:
        queries.enter_holders(tx.connection, **round_.key)
        lapse(tx, round_)


def lapse(tx: Tx, round_: Round) -> None:
    """End the proxies that are not on the roll, or no longer."""
    for row in list(queries.lapse_proxies(tx.connection, **round_.key)):
        _tell(tx, "proxy_ended.v1", round_, Proxy(**row))


def end_mandate(tx: Tx, round_: Round, person_id: UUID) -> None:
    """This elector votes themselves again; nothing may have been done with the proxy. Raises NoProxyGiven."""
    queries.take_mandate_back(tx.connection, **round_.key, person_id=person_id)
    _end(tx, round_, person_id, proxies.TAKEN_BACK)


def _standing(about: list[Proxy], person_id: UUID) -> Proxy | None:
    return next((proxy for proxy in about if (proxy.person_id, proxy.state) == (person_id, proxies.GIVEN)), None)


def _end(tx: Tx, round_: Round, person_id: UUID, state: str, reason: str = "", struck_by: UUID | None = None) -> Proxy:
    """End the proxy this person has given. Raises NoProxyGiven."""
    how = {"state": state, "reason": reason, "struck_by": struck_by}
    row = queries.end_proxy(tx.connection, **round_.key, person_id=person_id, **how)
    if row is None:
        raise NoProxyGiven
    ended = Proxy(**row)
    _tell(tx, "proxy_ended.v1", round_, ended)
    return ended


def _tell(tx: Tx, event_type: str, round_: Round, proxy: Proxy) -> None:
    told = _told(tx, round_, proxy)
    if event_type == "proxy_given.v1":
        del told["state"], told["reason"]
    tx.record(forum_stream(round_.forum_id), event_type, {**told, "title": round_.title})


def _told(tx: Tx, round_: Round, proxy: Proxy) -> dict[str, Any]:
    """A proxy with the names of both."""
    names = store.names(tx, round_.forum_id, [proxy.person_id, proxy.holder])
    return {
        **round_.key,
        "elector_id": proxy.person_id,
        "elector_name": names[proxy.person_id],
        "holder_id": proxy.holder,
        "holder_name": names[proxy.holder],
        "state": proxy.state,
        "reason": proxy.reason,
    }

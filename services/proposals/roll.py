"""The part of the service's surface that is about electors: the roll, proxies, who comes late, and who voted what."""

from typing import Any
from uuid import UUID

from services.kit.http import Call, command, query
from services.proposals import electors, schemas, votes
from services.proposals.commands import admissions, proxies

ROUND = "/forums/<uuid:forum_id>/rounds/<uuid:round_id>"
PROXY = f"{ROUND}/proxies/<uuid:elector_id>"
ADMISSION = f"{ROUND}/admissions/<uuid:admission_id>"

Json = dict[str, Any]


class Roll:
    """Who votes in a round, and for whom."""

    @query(f"{ROUND}/roll", schemas.FindOnRoll)
    def list_roll(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return electors.roll(call.tx, call.acting, forum_id, round_id, call.data)

    @query(f"{ROUND}/votes", schemas.FindVotes)
    def list_votes(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return votes.page(call.tx, call.acting, forum_id, round_id, call.data)

    @query(f"{ROUND}/votes.csv")
    def export_votes(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return votes.file(call.tx, call.acting, forum_id, round_id)

    @query(f"{ROUND}/proxy")
    def get_my_proxy(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return electors.own_proxies(call.tx, call.acting, forum_id, round_id)

    @query(f"{ROUND}/proxy/holders", schemas.FindDelegates)
    def list_possible_holders(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return electors.possible_holders(call.tx, call.acting, forum_id, round_id, call.data["q"])

    @command("PUT", f"{ROUND}/proxy", schemas.GiveProxy)
    def give_proxy(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return proxies.give_proxy(call.tx, call.acting, forum_id, round_id, call.data)

    @command("DELETE", f"{ROUND}/proxy")
    def take_back_proxy(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return proxies.take_back_proxy(call.tx, call.acting, forum_id, round_id)

    @command("POST", f"{PROXY}/decline", schemas.Nothing)
    def decline_proxy(self, call: Call, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Json:
        return proxies.decline_proxy(call.tx, call.acting, forum_id, round_id, elector_id)

    @command("POST", f"{PROXY}/strike", schemas.StrikeProxy)
    def strike_proxy(self, call: Call, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Json:
        return proxies.strike_proxy(call.tx, call.acting, forum_id, round_id, elector_id, call.data)

    @query(f"{ROUND}/admissions")
    def list_admissions(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return electors.admissions(call.tx, call.acting, forum_id, round_id)

    @query(f"{ROUND}/admissions/candidates", schemas.FindDelegates)
    def list_candidates(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return electors.candidates(call.tx, call.acting, forum_id, round_id, call.data["q"])

    @command("POST", f"{ROUND}/admissions", schemas.ProposeAdmission)
    def propose_admission(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return admissions.propose_admission(call.tx, call.acting, forum_id, round_id, call.data)

    @command("POST", f"{ADMISSION}/confirm", schemas.Nothing)
    def confirm_admission(self, call: Call, forum_id: UUID, round_id: UUID, admission_id: UUID) -> Json:
        return admissions.confirm_admission(call.tx, call.acting, forum_id, round_id, admission_id)

    @command("DELETE", ADMISSION)
    def drop_admission(self, call: Call, forum_id: UUID, round_id: UUID, admission_id: UUID) -> Json:
        return admissions.drop_admission(call.tx, call.acting, forum_id, round_id, admission_id)

"""The surface of the proposals service, and nothing else: decode, call, encode."""

from typing import Any
from uuid import UUID

from nameko.timer import timer
from werkzeug.wrappers import Request

from services import contracts
from services.kit import clock, crash, schedule, strict_json
from services.kit.consumer import Batch, hears
from services.kit.http import Call, Done, command, endpoint, query, refusals_returned
from services.kit.operations import Feed, Health, Housekeeping, Parking
from services.kit.providers import DatabaseProvider, SettingsProvider, StatementsProvider
from services.proposals import finding, jobs, listeners, model, records, schemas, views
from services.proposals.commands import (
    assignments,
    ballots,
    conclusions,
    opinions,
    preparing,
    proposals,
    rounds,
    solutions,
)
from services.proposals.model.ballots import read_batch as read_ballots
from services.proposals.model.opinions import read_batch as read_opinions
from services.proposals.model.refusals import NotTheGateway
from services.proposals.paper import Paper
from services.proposals.roll import Roll

FORUM = "/forums/<uuid:forum_id>"
PROPOSAL = f"{FORUM}/proposals/<uuid:proposal_id>"
SOLUTION = f"{FORUM}/solutions/<uuid:solution_id>"
ROUND = f"{FORUM}/rounds/<uuid:round_id>"
ASSIGNMENT = f"{FORUM}/assignments/<uuid:assignment_id>"

Json = dict[str, Any]


class Service(Roll, Paper):
    """Proposals, solutions, rounds and their ballots, conclusions, assignments."""

    name = "proposals"

    db = DatabaseProvider(model.CONSTRAINTS)
    statements = StatementsProvider()
    settings = SettingsProvider()
    feed = Feed()
    health = Health()
    parking = Parking()
    housekeeping = Housekeeping()

    @hears("forum", known=contracts.EVENTS["forum"])
    def hear_forum(self, batch: Batch) -> None:
        batch.apply(self.db, listeners.HANDLERS)

    @timer(interval=0.5)
    def tick(self) -> None:
        schedule.run_due(self.db, jobs.handlers(self.settings.seal_seconds))

    @timer(interval=60, eager=True)
    def keep_house(self) -> None:
        jobs.fill_texts(self.db)

    @endpoint("POST", f"{FORUM}/ballots", largest=schemas.LARGEST_BATCH)
    @refusals_returned
    def count_ballots(self, request: Request, forum_id: UUID) -> Done:
        arrived, batch = clock.monotonic(), read_ballots(self._vouched(request))
        done = self.db.transact(lambda tx: Done(ballots.count_ballots(tx, forum_id, batch, arrived), tx))
        crash.here("ballots_after_commit")
        return done

    @endpoint("POST", f"{FORUM}/opinions", largest=schemas.LARGEST_BATCH)
    @refusals_returned
    def count_opinions(self, request: Request, forum_id: UUID) -> Done:
        batch = read_opinions(self._vouched(request))
        return self.db.transact(lambda tx: Done(opinions.count_opinions(tx, forum_id, batch), tx))

    @query(f"{FORUM}/opinions/next")
    def next_to_judge(self, call: Call, forum_id: UUID) -> Json:
        return finding.next_to_judge(call.tx, call.acting, forum_id)

    @command("POST", f"{FORUM}/proposals", schemas.OfferProposal)
    def offer_proposal(self, call: Call, forum_id: UUID) -> Json:
        return proposals.offer_proposal(call.tx, call.acting, forum_id, call.data)

    @command("DELETE", PROPOSAL)
    def withdraw_proposal(self, call: Call, forum_id: UUID, proposal_id: UUID) -> Json:
        return proposals.withdraw_proposal(call.tx, call.acting, forum_id, proposal_id)

    @query(f"{FORUM}/proposals", schemas.FindProposals)
    def list_proposals(self, call: Call, forum_id: UUID) -> Json:
        return finding.proposals(call.tx, call.acting, forum_id, call.data)

    @command("POST", f"{FORUM}/proposals/similar", schemas.Typed, keyed=False)
    def similar_proposals(self, call: Call, forum_id: UUID) -> Json:
        return finding.similar(call.tx, call.acting, forum_id, call.data)

    @query("/search/proposals", schemas.Search)
    def search_proposals(self, call: Call) -> Json:
        return finding.everywhere(call.tx, call.acting, call.data["q"])

    @query(PROPOSAL)
    def get_proposal(self, call: Call, forum_id: UUID, proposal_id: UUID) -> Json:
        return views.proposal(call.tx, call.acting, forum_id, proposal_id)

    @command("POST", f"{FORUM}/solutions", schemas.Solution)
    def consolidate_solution(self, call: Call, forum_id: UUID) -> Json:
        return solutions.consolidate_solution(call.tx, call.acting, forum_id, call.data)

    @command("PUT", SOLUTION, schemas.ReviseSolution)
    def revise_solution(self, call: Call, forum_id: UUID, solution_id: UUID) -> Json:
        return solutions.revise_solution(call.tx, call.acting, forum_id, solution_id, call.data, call.if_match)

    @command("DELETE", SOLUTION)
    def withdraw_solution(self, call: Call, forum_id: UUID, solution_id: UUID) -> Json:
        return solutions.withdraw_solution(call.tx, call.acting, forum_id, solution_id)

    @query(f"{FORUM}/solutions")
    def list_solutions(self, call: Call, forum_id: UUID) -> Json:
        return views.solutions(call.tx, call.acting, forum_id)

    @query(SOLUTION)
    def get_solution(self, call: Call, forum_id: UUID, solution_id: UUID) -> Json:
        return views.solution(call.tx, call.acting, forum_id, solution_id)

    @command("POST", f"{FORUM}/rounds", schemas.PrepareRound)
    def prepare_round(self, call: Call, forum_id: UUID) -> Json:
        return preparing.prepare_round(call.tx, call.acting, forum_id, call.data)

    @command("PUT", ROUND, schemas.PrepareRound)
    def amend_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return preparing.amend_round(call.tx, call.acting, forum_id, round_id, call.data, call.if_match)

    @command("POST", f"{ROUND}/open", schemas.Closing)
    def open_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.open_round(call.tx, call.acting, forum_id, round_id, call.data)

    @command("POST", f"{ROUND}/extend", schemas.Closing)
    def extend_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.extend_round(call.tx, call.acting, forum_id, round_id, call.data)

    @command("POST", f"{ROUND}/pause", schemas.Nothing)
    def pause_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.pause_round(call.tx, call.acting, forum_id, round_id)

    @command("POST", f"{ROUND}/resume", schemas.Nothing)
    def resume_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.resume_round(call.tx, call.acting, forum_id, round_id)

    @command("POST", f"{ROUND}/reopen", schemas.Closing)
    def reopen_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.reopen_round(call.tx, call.acting, forum_id, round_id, call.data)

    @command("POST", f"{ROUND}/close", schemas.Nothing)
    def close_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.close_round(call.tx, call.acting, forum_id, round_id, self.settings.seal_seconds)

    @command("POST", f"{ROUND}/certify", schemas.Nothing)
    def certify_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.certify_round(call.tx, call.acting, forum_id, round_id)

    @command("PUT", f"{ROUND}/presence", schemas.Presence)
    def count_present(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.count_present(call.tx, call.acting, forum_id, round_id, call.data)

    @query(f"{ROUND}/result")
    def get_result(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return records.result(call.tx, call.acting, forum_id, round_id)

    @query(f"{ROUND}/record")
    def get_record(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return records.record(call.tx, call.acting, forum_id, round_id)

    @query("/records", schemas.LogSince)
    def get_log(self, call: Call) -> Json:
        return records.log_head(call.tx, call.data["since"])

    @command("POST", f"{ROUND}/cancel", schemas.Nothing)
    def cancel_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return rounds.cancel_round(call.tx, call.acting, forum_id, round_id)

    @query(f"{FORUM}/rounds")
    def list_rounds(self, call: Call, forum_id: UUID) -> Json:
        return views.all_rounds(call.tx, call.acting, forum_id)

    @query(ROUND)
    def get_round(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return views.round_(call.tx, call.acting, forum_id, round_id)

    @query(f"{ROUND}/ballot")
    def get_my_ballot(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return views.my_ballot(call.tx, call.acting, forum_id, round_id)

    @query(f"{FORUM}/board")
    def get_board(self, call: Call, forum_id: UUID) -> Json:
        return views.board(call.tx, call.acting, forum_id)

    @command("POST", f"{FORUM}/conclusion", schemas.IssueConclusion)
    def issue_conclusion(self, call: Call, forum_id: UUID) -> Json:
        return conclusions.issue_conclusion(call.tx, call.acting, forum_id, call.data)

    @query(f"{FORUM}/conclusion")
    def get_conclusion(self, call: Call, forum_id: UUID) -> Json:
        return views.conclusion(call.tx, call.acting, forum_id)

    @query(f"{FORUM}/assignments")
    def list_assignments(self, call: Call, forum_id: UUID) -> Json:
        return views.assignments(call.tx, call.acting, forum_id)

    @query(ASSIGNMENT)
    def get_assignment(self, call: Call, forum_id: UUID, assignment_id: UUID) -> Json:
        return views.assignment(call.tx, call.acting, forum_id, assignment_id)

    @query("/me/data/proposals")
    def show_my_data(self, call: Call) -> Json:
        return views.my_data(call.tx, call.acting)

    @query(f"{ASSIGNMENT}/answers")
    def list_answers(self, call: Call, forum_id: UUID, assignment_id: UUID) -> Json:
        return views.answers_to(call.tx, call.acting, forum_id, assignment_id)

    @query("/me/assignments")
    def list_my_assignments(self, call: Call) -> Json:
        return views.my_assignments(call.tx, call.acting)

    @command("POST", f"{ASSIGNMENT}/answer", schemas.AnswerAssignment)
    def answer_assignment(self, call: Call, forum_id: UUID, assignment_id: UUID) -> Json:
        return assignments.answer_assignment(call.tx, call.acting, forum_id, assignment_id, call.data, call.if_match)

    def _vouched(self, request: Request) -> Any:
        """A batch the gateway vouches for. Raises NotTheGateway, NotSignedIn or Malformed."""
        body = request.get_data()
        if not self.statements.read(request.headers.get("Acting"), body).digest:
            raise NotTheGateway
        return strict_json.loads(body)

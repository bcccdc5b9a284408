"""Values and pure rules of the service, by noun; no I/O."""

from collections.abc import Mapping

from services.kit.errors import Refused
from services.proposals.model import refusals, roll_refusals, sheet_refusals

#: the constraints of the schema that a person can run into, and what they are then told
CONSTRAINTS: Mapping[str, type[Refused]] = {
    "proposal_in_one_solution": refusals.ProposalTaken,
    "consolidated_proposal_stays": refusals.ProposalConsolidated,
    "one_conclusion_a_forum": refusals.AlreadyConcluded,
    "one_admission_at_a_time": roll_refusals.AdmissionProposed,
    "one_sheet_an_elector": sheet_refusals.ElectorHasSheet,
}

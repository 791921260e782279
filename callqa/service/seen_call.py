"""A call as a person looks at it: what was found, by which rubric, and the verdict that counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from callqa.domain.judgement import Judgement
from callqa.domain.listing import CallSummary
from callqa.service.blindness import blind_in
from callqa.service.context import Context
from callqa.service.found_call import FoundCall, found_call
from callqa.service.judging import Judging
from callqa.service.proof import Proof, proven_questions
from callqa.service.rubric_in_force import judging_of
from callqa.store.listing import get_summary
from callqa.store.loading import StoredCall
from callqa.store.reviews import signed_verdict


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A call with speech, judged once for all that is shown of it.

    judgement : as signed, or else as it stands with what people changed
    machine : the verdict of the machine alone, by the same rubric
    signed : whether `judgement` is one that was signed
    proofs : which questions calibration has proven
    blind : title of the calibration in which the person scores the call, ``None`` otherwise
    """

    stored: StoredCall
    summary: CallSummary
    judging: Judging
    found: FoundCall
    judgement: Judgement
    machine: Judgement
    signed: bool
    proofs: Mapping[str, Proof]
    blind: str | None


def seen_call(context: Context, connection: Connection, stored: StoredCall) -> SeenCall:
    """Judge a call, which must hold speech, for a person who may see it."""
    proofs = proven_questions(connection, context)
    judging = judging_of(connection, context, stored)
    found = found_call(connection, stored.row)
    judgement, machine = found.verdicts(judging)
    verdict = signed_verdict(connection, stored.row) if stored.is_signed else None
    return SeenCall(
        stored=stored,
        summary=get_summary(connection, stored.row),
        judging=judging,
        found=found,
        judgement=verdict or judgement,
        machine=machine,
        signed=verdict is not None,
        proofs=proofs,
        blind=blind_in(context, connection, stored.row),
    )

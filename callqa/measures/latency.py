"""How long a party takes to answer the other (docs/measures.md section 3)."""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import NamedTuple

from callqa.domain.measures import Latency, PerParty, Silence
from callqa.domain.speech import Role
from callqa.measures.floor import Floor, is_backchannel
from callqa.settings import InterruptionSettings


class _Piece(NamedTuple):
    start_s: float
    end_s: float
    role: Role


def response_latency(
    floors: PerParty[Floor], silences: Sequence[Silence], settings: InterruptionSettings
) -> PerParty[Latency]:
    """Return median and 90th percentile of the gap from the other's end to the own start.

    Every change of floor counts once; it is 0 where the own start comes before the other's end.
    Back-channels and speech that lies wholly inside the other's do not take the floor. A gap
    with a hold in it is waiting, not latency. The percentile interpolates between the two
    nearest values.
    """
    holds = {silence.start_s for silence in silences if silence.kind == "hold"}
    gaps_s: dict[Role, list[float]] = {"agent": [], "customer": []}
    pieces = sorted(
        [
            *_pieces("agent", floors.agent, floors.customer, settings),
            *_pieces("customer", floors.customer, floors.agent, settings),
        ]
    )
    holder: _Piece | None = None
    for piece in pieces:
        if holder is None:
            holder = piece
        elif piece.role == holder.role:
            holder = _Piece(holder.start_s, max(holder.end_s, piece.end_s), holder.role)
        elif piece.end_s > holder.end_s:
            if holder.end_s not in holds:
                gaps_s[piece.role].append(max(0.0, piece.start_s - holder.end_s))
            holder = piece
    return PerParty(_latency(gaps_s["agent"]), _latency(gaps_s["customer"]))


def _pieces(role: Role, by: Floor, of: Floor, settings: InterruptionSettings) -> list[_Piece]:
    return [
        _Piece(each.start_s, each.end_s, role)
        for index, each in enumerate(by.stretches)
        if not is_backchannel(by, of, index, settings)
    ]


def _latency(gaps_s: Sequence[float]) -> Latency:
    if not gaps_s:
        return Latency(None, None)
    p90_s = quantiles(gaps_s, n=10, method="inclusive")[8] if len(gaps_s) > 1 else gaps_s[0]
    return Latency(round(median(gaps_s), 3), round(p90_s, 3))

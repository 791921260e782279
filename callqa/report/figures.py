"""The measures of a call as a table: value, usual band, what it stands on, where to hear it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from callqa.domain.hearing import Basis
from callqa.domain.measures import Measures, PerParty
from callqa.domain.span import clock
from callqa.domain.speech import PARTIES, Role
from callqa.report.document import Analysis
from callqa.report.in_force import settings_in_force
from callqa.report.moments import OVERLAPS, VOLUMES, Moment
from callqa.report.places import Place, Places
from callqa.report.wording import Wording
from callqa.settings import Scalar


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. `customer` is ``None`` where the value belongs to the call as a whole.

    `standing` is ``within``, ``above`` or ``below`` the usual `band`, empty without a band.
    """

    name: str
    definition: str
    agent: str
    customer: str | None
    band: str
    standing: str
    basis: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that belong together."""

    title: str
    rows: tuple[Row, ...]


def usual_band(document: Analysis) -> tuple[float, float]:
    """Return the ends of the usual band of the agent's share of talk."""
    settings = settings_in_force(document)
    return float(settings["talk.agent_ratio_low"]), float(settings["talk.agent_ratio_high"])


def measure_groups(
    document: Analysis, found: Sequence[Moment], places: Places, wording: Wording
) -> tuple[Group, ...]:
    """Return all measures of `document` for the table; none for a call without speech."""
    if document.measures is None:
        return ()
    settings = settings_in_force(document)
    thresholds = {key.replace(".", "_"): value for key, value in settings.items()}
    table = _Table(document, document.measures, found, places, wording, thresholds)
    return (
        Group(wording("group_talk"), tuple(table.talk())),
        Group(wording("group_turns"), tuple(table.overlaps())),
        Group(wording("group_silence"), tuple(table.silences())),
        Group(wording("group_volume"), tuple(table.volume())),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    document: Analysis
    measures: Measures
    found: Sequence[Moment]
    places: Places
    wording: Wording
    thresholds: dict[str, Scalar]

    def talk(self) -> Iterable[Row]:
        talk = self.measures.talk
        yield self._pair("talk_time", self._seconds(talk.agent_s), self._seconds(talk.customer_s))
        yield self._ratio_row()
        yield self._monologue_row()
        yield self._pair("turns", self._count(talk.turns.agent), self._count(talk.turns.customer))
        for name in ("median_s", "p90_s"):
            gaps = [getattr(gap, name) for gap in (talk.latency.agent, talk.latency.customer)]
            yield self._pair(f"latency_{name}", *(self._number("value_gap", gap) for gap in gaps))
        yield self._per_party("wpm", talk.wpm, "value_wpm")
        yield self._per_party("wpm_change", talk.wpm_change, "value_change")
        for kind in ("open", "closed"):
            asked = (talk.questions.agent, talk.questions.customer)
            counts = [self._count(getattr(count, kind, None)) for count in asked]
            yield self._pair(f"questions_{kind}", *counts)

    def overlaps(self) -> Iterable[Row]:
        talk = self.measures.talk
        bases = [cut.basis for cut in self.measures.interruptions]
        for kind in OVERLAPS:
            row = self._counts(f"measure_{kind}", kind)
            yield replace(row, basis=self._basis(bases))
            if kind == "interruption":
                yield self._per_party(
                    "interruption_rate", talk.interruptions_per_10min, "value_rate"
                )
        yield self._whole("overlap", self._seconds(talk.overlap_s))

    def silences(self) -> Iterable[Row]:
        yield self._whole("silence", self._seconds(self.measures.talk.silence_s))
        for kind in ("pause", "dead_air", "hold"):
            of_kind = [each for each in self.measures.silences if each.kind == kind]
            total_s = sum(each.end_s - each.start_s for each in of_kind)
            value = self.wording("none")
            if of_kind:
                length = self.wording.duration(total_s)
                value = self.wording("value_silences", count=len(of_kind), length=length)
            yield replace(
                self._whole(f"measure_{kind}", value),
                places=self._found(kind),
            )

    def volume(self) -> Iterable[Row]:
        bases = [event.basis for event in self.measures.raised_volume]
        for level in VOLUMES:
            row = self._counts(f"measure_{level}", level)
            yield replace(row, basis=self._basis(bases))

    def _ratio_row(self) -> Row:
        ratio = self.measures.talk.agent_ratio
        low, high = usual_band(self.document)
        row = self._whole("agent_ratio", self._number("value_share", ratio))
        if ratio is None:
            return row
        standing = "below" if ratio < low else "above" if ratio > high else "within"
        return replace(row, band=self.wording("band", low=low, high=high), standing=standing)

    def _monologue_row(self) -> Row:
        longest = self.measures.talk.longest_monologue
        if longest is None:
            return self._whole("monologue", self._missing())
        length = self.wording.duration(longest.end_s - longest.start_s)
        role = self._role_of(longest.speaker)
        href = self.places.href(longest.start_s, longest.end_s, longest.speaker)
        place = Place(clock(longest.start_s), href, length, role=role)
        values = {party: length if party == role else "" for party in PARTIES}
        return replace(
            self._pair("monologue", values["agent"], values["customer"]), places=(place,)
        )

    def _pair(self, name: str, agent: str, customer: str | None) -> Row:
        return Row(
            name=self.wording(name),
            definition=self.wording(f"{name}_definition", **self.thresholds),
            agent=agent,
            customer=customer,
            band="",
            standing="",
            basis=self._basis(()),
        )

    def _whole(self, name: str, value: str) -> Row:
        return self._pair(name, value, None)

    def _per_party(self, name: str, values: PerParty[float | None], entry: str) -> Row:
        return self._pair(
            name, self._number(entry, values.agent), self._number(entry, values.customer)
        )

    def _counts(self, name: str, kind: str) -> Row:
        of_kind = [moment for moment in self.found if moment.kind == kind]
        if not of_kind and self.measures.talk.basis == "unreliable":
            return self._pair(name, *([self.wording("not_measurable")] * len(PARTIES)))
        counts = [str(sum(moment.role == party for moment in of_kind)) for party in PARTIES]
        return replace(self._pair(name, *counts), places=self._found(kind))

    def _found(self, kind: str) -> tuple[Place, ...]:
        return tuple(
            Place(clock(m.start_s), m.href, m.title, role=m.role or "")
            for m in sorted(self.found, key=lambda moment: moment.start_s)
            if m.kind == kind
        )

    def _basis(self, bases: Sequence[Basis]) -> str:
        worst = max(bases, key=("channel", "diarized", "unreliable").index, default=None)
        return self.wording.basis(worst or self.measures.talk.basis)

    def _role_of(self, speaker: str) -> Role:
        return next((s.role for s in self.document.speakers if s.id == speaker), "other")

    def _missing(self) -> str:
        unreliable = self.measures.talk.basis == "unreliable"
        return self.wording("not_measurable" if unreliable else "none")

    def _count(self, value: int | None) -> str:
        return self.wording("not_measurable") if value is None else str(value)

    def _seconds(self, value: float | None) -> str:
        return self._missing() if value is None else self.wording.duration(value)

    def _number(self, name: str, value: float | None) -> str:
        if value is None:
            return self._missing()
        return self.wording(name, value=value).replace("-", "\N{MINUS SIGN}")

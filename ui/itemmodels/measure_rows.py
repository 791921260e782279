"""All measures of a call as rows: values, the band they should be in, what they rest on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from callqa.domain.hearing import Basis, Provenance
from callqa.domain.measures import CLOSED_QUESTION, MEANING, OPEN_QUESTION, Measures, PerParty
from callqa.domain.sentence import Sentence
from callqa.domain.span import Evidence
from callqa.domain.speech import PARTIES, Role, speaker_in
from callqa.settings import Scalar, Settings
from ui import formats
from ui.i18n import sentence, text
from ui.itemmodels.measure_bands import Band, Format, band_words
from ui.itemmodels.measure_row import MeasureGroup, MeasureRow
from ui.itemmodels.moments import CallDocument, role_of

_OVERLAPS = ("interruption", "backchannel", "terminal_overlap", "supportive")
_WORST_LAST: tuple[Basis, ...] = ("channel", "diarized", "unreliable")
_MINUS = "\N{MINUS SIGN}"


class MeasuredCall(CallDocument, Protocol):
    """What measures need of a call's result."""

    @property
    def provenance(self) -> Provenance:
        """What made the result, with the thresholds."""
        ...


def measure_groups(document: MeasuredCall, bands: Mapping[str, Band]) -> tuple[MeasureGroup, ...]:
    """Return all measures in the order of the reports; none for a call without speech.

    Parameters
    ----------
    document
        The result of the call.
    bands
        Bands of the rubric in force, as `bands_of` returns them; the talk share has its usual
        band without one.
    """
    if document.measures is None:
        return ()
    table = _Table(document, document.measures, bands)
    return (
        MeasureGroup(_said("group_talk"), tuple(table.talk())),
        MeasureGroup(_said("group_turns"), tuple(table.overlaps())),
        MeasureGroup(_said("group_silence"), tuple(table.silences())),
        MeasureGroup(_said("group_volume"), tuple(table.volume())),
        MeasureGroup(_said("empathy"), tuple(table.empathy())),
    )


def why_unreliable(document: MeasuredCall) -> str:
    """Return why parties are not told apart, empty where they are."""
    if document.measures is None or document.measures.talk.basis != "unreliable":
        return ""
    reason = document.measures.talk.basis_reason
    notice = _said("unreliable_notice")
    return f"{sentence(reason)} {notice}" if reason else notice


class _Table:
    def __init__(
        self, document: MeasuredCall, measures: Measures, bands: Mapping[str, Band]
    ) -> None:
        settings: dict[str, Scalar] = {**Settings().flat(), **document.provenance.settings}
        usual = Band(
            float(settings["talk.agent_ratio_low"]), float(settings["talk.agent_ratio_high"])
        )
        self._document = document
        self._measures = measures
        self._bands = {"talk.agent_ratio": usual, **bands}
        self._thresholds = {key.replace(".", "_"): value for key, value in settings.items()}
        self._is_unsure = measures.talk.basis == "unreliable"

    def talk(self) -> Iterator[MeasureRow]:
        talk = self._measures.talk
        yield self._banded(
            self._row("agent_ratio", self._one(talk.agent_ratio, formats.percent)),
            ("talk.agent_ratio", talk.agent_ratio, 1.0, formats.percent),
        )
        yield self._row(
            "talk_time",
            *(self._one(each, formats.length) for each in (talk.agent_s, talk.customer_s)),
        )
        yield self._monologue()
        yield self._row("turns", *self._pair(talk.turns, formats.number))
        for name in ("median_s", "p90_s"):
            gaps = PerParty(getattr(talk.latency.agent, name), getattr(talk.latency.customer, name))
            row = self._row(f"latency_{name}", *self._pair(gaps, _seconds))
            asked = "talk.agent_latency_s" if name == "median_s" else ""
            yield self._banded(row, (asked, gaps.agent, 5.0, _seconds))
        yield self._banded(
            self._row("wpm", *self._pair(talk.wpm, formats.number)),
            ("talk.agent_wpm", talk.wpm.agent, 300.0, formats.number),
        )
        yield self._row("wpm_change", *self._pair(talk.wpm_change, _signed))
        yield from self._questions()

    def overlaps(self) -> Iterator[MeasureRow]:
        talk = self._measures.talk
        rate = talk.interruptions_per_10min
        for kind in _OVERLAPS:
            found = [each for each in self._measures.interruptions if each.kind == kind]
            counts = {role: sum(each.by == role for each in found) for role in PARTIES}
            row = replace(
                self._counts(f"measure_{kind}", counts, any_found=bool(found)),
                basis=self._basis(each.basis for each in found),
                evidence=tuple(
                    self._heard(each.start_s, each.end_s, each.by, each.text_by) for each in found
                ),
            )
            if kind != "interruption":
                yield row
                continue
            asked = "interruptions.agent_count"
            yield self._banded(row, (asked, float(counts["agent"]), 10.0, formats.number))
            yield self._banded(
                self._row("interruption_rate", *self._pair(rate, _tenths)),
                ("interruptions.agent_rate", rate.agent, 10.0, _tenths),
            )
        yield self._row("overlap", self._one(talk.overlap_s, formats.length))

    def silences(self) -> Iterator[MeasureRow]:
        yield self._row("silence", self._one(self._measures.talk.silence_s, formats.length))
        for kind in ("pause", "dead_air", "hold"):
            found = [each for each in self._measures.silences if each.kind == kind]
            total_s = sum(each.end_s - each.start_s for each in found)
            words = _said("none")
            if found:
                length = formats.length(total_s)
                words = text("measures.times", n=len(found), length=length)
            row = replace(
                self._row(f"measure_{kind}", words),
                evidence=tuple(Evidence(each.start_s, each.end_s) for each in found),
            )
            asked = "silence.dead_air_s" if kind == "dead_air" else ""
            yield self._banded(row, (asked, total_s, 60.0, formats.length))

    def volume(self) -> Iterator[MeasureRow]:
        for level in ("raised", "loud"):
            found = [each for each in self._measures.raised_volume if each.level == level]
            counts = {role: sum(each.role == role for each in found) for role in PARTIES}
            yield replace(
                self._counts(f"measure_{level}", counts, any_found=bool(found)),
                basis=self._basis(each.basis for each in found),
                evidence=tuple(Evidence(each.start_s, each.end_s, each.speaker) for each in found),
            )

    def empathy(self) -> Iterator[MeasureRow]:
        empathy = self._measures.empathy
        row = MeasureRow(
            key="empathy",
            name=text("measures.empathy"),
            definition=text("measures.empathy_definition"),
            agent=self._empathy_words(),
            customer=None,
            basis=self._basis((empathy.basis,)),
            evidence=tuple(
                self._heard(each.start_s, each.end_s, "customer", each.text)
                for each in empathy.opportunities
            ),
        )
        yield self._banded(row, ("empathy.score", empathy.score, 100.0, formats.number))
        yield self._deescalation()

    def _empathy_words(self) -> str:
        empathy = self._measures.empathy
        if empathy.basis != "unreliable" and not empathy.opportunities:
            return _said("tile_empathy_none")
        if empathy.opportunities and not empathy.proven:
            return text("measures.suggested", n=len(empathy.opportunities))
        if empathy.score is None:
            return _said("not_measurable")
        met = sum(each.outcome != "missed" for each in empathy.proven)
        score = formats.number(empathy.score)
        return text("measures.empathy_score", score=score, met=met, count=len(empathy.proven))

    def _deescalation(self) -> MeasureRow:
        stretches = self._measures.deescalation
        eased = sum(each.outcome == "eased" for each in stretches)
        words = _said("not_measurable") if self._is_unsure else _said("none")
        if stretches:
            words = text("measures.eased", eased=eased, count=len(stretches))
        seconds = self._thresholds["empathy_deescalation_s"]
        row = MeasureRow(
            key="deescalation",
            name=_said("deescalation"),
            definition=_said("deescalation_definition", seconds=seconds),
            agent=words,
            customer=None,
            basis=self._basis(()),
            evidence=tuple(
                self._heard(each.start_s, each.end_s, "customer", "") for each in stretches
            ),
        )
        share = eased / len(stretches) if stretches else None
        return self._banded(row, ("deescalation.eased_share", share, 1.0, formats.percent))

    def _questions(self) -> Iterator[MeasureRow]:
        asked = self._measures.talk.questions
        for name, category in (("open", OPEN_QUESTION), ("closed", CLOSED_QUESTION)):
            counts = PerParty(getattr(asked.agent, name, None), getattr(asked.customer, name, None))
            row = replace(
                self._row(f"questions_{name}", *self._pair(counts, formats.number)),
                evidence=tuple(
                    self._heard(hit.start_s, hit.end_s, hit.role, hit.text)
                    for hit in self._measures.phrases
                    if hit.category == category and hit.source != MEANING
                ),
            )
            band = "talk.agent_open_questions" if name == "open" else ""
            yield self._banded(row, (band, counts.agent, 10.0, formats.number))

    def _monologue(self) -> MeasureRow:
        longest = self._measures.talk.longest_monologue
        if longest is None:
            return self._row("monologue", self._missing())
        length = formats.length(longest.end_s - longest.start_s)
        role = role_of(longest.speaker, self._document.speakers)
        values = [length if party == role else "" for party in PARTIES]
        evidence = Evidence(longest.start_s, longest.end_s, longest.speaker)
        return replace(self._row("monologue", *values), evidence=(evidence,))

    def _row(self, key: str, agent: str, customer: str | None = None) -> MeasureRow:
        return MeasureRow(
            key=key,
            name=_said(key),
            definition=_said(f"{key}_definition", **self._thresholds),
            agent=agent,
            customer=customer,
            basis=self._basis(()),
        )

    def _banded(
        self, row: MeasureRow, about: tuple[str, float | None, float, Format]
    ) -> MeasureRow:
        """Return `row` with its band, where the rubric has one: name, value, most, format."""
        name, value, most, shown = about
        band = self._bands.get(name)
        if band is None or value is None or self._is_unsure:
            return row
        ends = [each for each in (band.low, band.high, value) if each is not None]
        standing = _said(f"standing_{band.standing(value)}")
        words = text("measures.band", band=band_words(band, shown), standing=standing)
        most = max(most, 1.1 * max(ends))
        return replace(row, number=value, band=band, band_words=words, most=most)

    def _counts(self, key: str, counts: dict[Role, int], *, any_found: bool) -> MeasureRow:
        if self._is_unsure and not any_found:
            return self._row(key, *([_said("not_measurable")] * 2))
        return self._row(key, *(str(counts[party]) for party in PARTIES))

    def _pair(self, of: PerParty[float | None] | PerParty[int | None], shown: Format) -> list[str]:
        return [self._one(each, shown) for each in (of.agent, of.customer)]

    def _one(self, value: float | None, shown: Format) -> str:
        return self._missing() if value is None else shown(value)

    def _missing(self) -> str:
        return _said("not_measurable") if self._is_unsure else formats.DASH

    def _basis(self, bases: Iterable[Basis]) -> str:
        worst = max(bases, key=_WORST_LAST.index, default=None)
        return _said(f"basis_{worst or self._measures.talk.basis}")

    def _heard(self, start_s: float, end_s: float, role: Role, words: str) -> Evidence:
        return Evidence(start_s, end_s, speaker_in(role, self._document.speakers), words)


def _said(entry: str, **values: Scalar) -> str:
    return sentence(Sentence(f"report.{entry}", **values))


def _seconds(value: float) -> str:
    return f"{formats.number(value, 1)} s".replace("-", _MINUS)


def _tenths(value: float) -> str:
    return formats.number(value, 0 if value == int(value) else 1)


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", _MINUS)

from dataclasses import replace

import pytest

from callqa.corrections.event_changes import amended, event_meant, lost_changes
from callqa.corrections.hearing_changes import corrected
from callqa.domain.edits import (
    AddEvent,
    Change,
    DismissEvent,
    EventRef,
    ReclassEvent,
    SwapRoles,
)
from callqa.domain.hearing import Hearing
from callqa.domain.judgement import Judgement
from callqa.domain.measures import EmpathyOpportunity, Measures
from callqa.domain.sentence import Sentence
from callqa.errors import EditRefused
from callqa.rules.judge import find, find_amended, verdict
from tests.corrections.calls import RUBRIC, SETTINGS, billing_call, measures_of
from tests.measures.builders import ENGLISH

CUT = EventRef("interruptions", 7.0, "agent")
WAIT = EventRef("silences", 17.0)


def judged(call: Hearing, *changes: Change) -> Judgement:
    now = corrected(call, changes)
    measures = find(now, ENGLISH, SETTINGS).measures
    found = find_amended(now, amended(measures, changes, now), ENGLISH)
    return verdict(found, RUBRIC, SETTINGS)


def after(*changes: Change, call: Hearing | None = None) -> Measures:
    return judged(call or billing_call(), *changes).measures


def question(judgement: Judgement, name: str) -> float:
    questions = [each for section in judgement.scorecard.sections for each in section.questions]
    return next(each.points for each in questions if each.id == name)


def test_an_interruption_that_was_none_costs_nothing() -> None:
    machine = judged(billing_call())
    assert [each.kind for each in machine.measures.interruptions] == ["interruption"]

    person = judged(billing_call(), ReclassEvent(CUT, "backchannel"))

    event = person.measures.interruptions[0]
    assert (event.kind, event.confidence, event.yielded) == ("backchannel", 1.0, False)
    assert machine.measures.talk.interruptions_per_10min.agent == pytest.approx(600 / 29)
    assert person.measures.talk.interruptions_per_10min.agent == 0.0
    assert machine.scorecard.total is not None
    assert person.scorecard.total is not None
    assert question(person, "lets_finish") > question(machine, "lets_finish")
    assert person.scorecard.total > machine.scorecard.total


def test_an_interruption_a_person_adds_is_filled_in_from_the_call() -> None:
    measures = after(AddEvent("interruptions", 8.05, 8.45, "customer", "interruption"))

    event = measures.interruptions[-1]
    assert (event.by, event.confidence, event.basis) == ("customer", 1.0, "channel")
    assert event.overlap_s == 0.4
    assert (event.text_by, event.text_of) == ("call", "have")
    assert measures.talk.interruptions_per_10min.customer == pytest.approx(600 / 29)


def test_what_the_machine_finds_as_well_gives_way_to_what_a_person_adds() -> None:
    measures = after(AddEvent("interruptions", 7.02, 8.0, "agent", "supportive"))

    assert [(each.kind, each.confidence) for each in measures.interruptions] == [
        ("supportive", 1.0)
    ]


def test_an_interruption_keeps_its_person_when_roles_are_swapped_later() -> None:
    dismissed = DismissEvent(CUT)
    cut = AddEvent("interruptions", 12.0, 13.0, "agent", "interruption")
    now = corrected(billing_call(), [SwapRoles()])

    measures = amended(measures_of(now), [dismissed, cut, SwapRoles()], now)

    assert [(each.start_s, each.by) for each in measures.interruptions] == [(12.0, "customer")]
    assert lost_changes(measures_of(now), [SwapRoles(), dismissed], now) == (dismissed,)


def test_a_hold_counts_as_one_once_a_person_says_so() -> None:
    machine = after()
    assert [(each.kind, each.announced) for each in machine.silences] == [("hold", True)]
    assert (machine.talk.silence_s, machine.talk.hold_s) == (8.0, 6.0)

    person = after(ReclassEvent(WAIT, "pause"))

    assert [(each.kind, each.announced) for each in person.silences] == [("pause", False)]
    assert person.silences[0].courtesy_complete is None
    assert (person.talk.silence_s, person.talk.hold_s) == (8.0, 0.0)


def test_silence_that_was_none_comes_off_and_what_was_missed_goes_on() -> None:
    dismissed = after(DismissEvent(WAIT))
    missed = AddEvent("silences", 12.0, 13.5, "", "dead_air")
    added = after(missed)
    both = after(missed, DismissEvent(EventRef("silences", 12.0)))

    assert (dismissed.silences, dismissed.talk.silence_s, dismissed.talk.hold_s) == ((), 2.0, 0.0)
    assert [each.kind for each in added.silences] == ["dead_air", "hold"]
    assert added.talk.silence_s == 9.5
    assert both == after()


def test_a_phrase_of_another_category_has_its_polarity() -> None:
    apology = next(each for each in after().phrases if each.category == "apologise")

    measures = after(ReclassEvent(EventRef("phrases", apology.start_s, "apologise"), "policy_wall"))

    assert ("policy_wall", "negative", apology.start_s) in [
        (each.category, each.polarity, each.start_s) for each in measures.phrases
    ]
    assert "apologise" not in [each.category for each in measures.phrases]


def test_a_phrase_a_person_marks_belongs_to_the_turn_it_is_said_in() -> None:
    machine = after()

    measures = after(AddEvent("phrases", 0.0, 3.0, "", "open_question"))

    hit = next(each for each in measures.phrases if each not in machine.phrases)
    assert (hit.role, hit.turn, hit.source) == ("agent", 0, "phrase")
    assert hit.text == "Good morning this is Emily how can I help you"
    counted = [each.talk.questions.agent for each in (machine, measures)]
    assert counted[0] is not None
    assert counted[1] is not None
    assert counted[1].open - counted[0].open == 1 - len(
        [each for each in machine.phrases if (each.category, each.start_s) == (hit.category, 0.0)]
    )


def test_an_empathy_moment_a_person_judges_changes_the_score() -> None:
    machine = after()
    assert [each.outcome for each in machine.empathy.opportunities] == ["late"]
    start_s = machine.empathy.opportunities[0].start_s

    given = after(ReclassEvent(EventRef("empathy", start_s), "given"))
    none = after(DismissEvent(EventRef("empathy", start_s)))
    two = after(AddEvent("empathy", 11.5, 14.0, "", "missed"))

    assert (machine.empathy.score, given.empathy.score) == (50.0, 100.0)
    assert (none.empathy.score, none.empathy.needed) == (None, False)
    assert two.empathy.score == 25.0
    assert two.empathy.opportunities[1].text == "that is not what I was told at all"


def test_a_suggested_moment_that_a_person_confirms_is_proven() -> None:
    call = billing_call()
    found = measures_of(call)
    hint = EmpathyOpportunity(20.0, 21.0, "meaning", "so that is it", "missed", None)
    suggested = replace(found.empathy, opportunities=(hint,), score=None, needed=False)

    measures = amended(
        replace(found, empathy=suggested), [ReclassEvent(EventRef("empathy", 20.0), "late")], call
    )

    assert (measures.empathy.score, measures.empathy.needed) == (50.0, True)
    assert len(measures.empathy.proven) == 1


def test_a_score_that_is_not_measurable_stays_so() -> None:
    call = replace(billing_call(), role_doubt=Sentence("role.unknown"))

    measures = after(
        AddEvent("empathy", 11.5, 14.0, "", "late"),
        AddEvent("interruptions", 12.0, 13.0, "agent", "interruption"),
        call=call,
    )

    assert (measures.empathy.score, measures.empathy.needed) == (None, False)
    assert measures.talk.interruptions_per_10min.agent is None


@pytest.mark.parametrize(
    ("change", "again", "field"),
    [
        (
            AddEvent("raised_volume", 3.5, 5.0, "C", "loud"),
            ReclassEvent(EventRef("raised_volume", 3.5, "C"), "raised"),
            "level",
        ),
        (
            AddEvent("deescalation", 3.5, 14.0, "", "unchanged"),
            ReclassEvent(EventRef("deescalation", 3.5), "eased"),
            "outcome",
        ),
        (
            AddEvent("situations", 3.5, 8.5, "dispute", "dispute"),
            ReclassEvent(EventRef("situations", 0.0, "dispute"), "service_failure"),
            "code",
        ),
    ],
    ids=lambda change: getattr(change, "kind", ""),
)
def test_findings_of_every_kind_come_change_and_go(
    change: AddEvent, again: ReclassEvent, field: str
) -> None:
    machine = after(*())

    def own(measures: Measures) -> list[str]:
        before = getattr(machine, change.kind)
        return [
            getattr(each, field) for each in getattr(measures, change.kind) if each not in before
        ]

    gone = DismissEvent(replace(again.event, of=again.to if again.event.of == "dispute" else "C"))
    gone = gone if again.event.of else DismissEvent(again.event)
    assert own(after(change)) == [change.class_]
    assert own(after(change, again)) == [again.to]
    assert own(after(change, again, gone)) == []


def test_a_change_whose_finding_is_gone_is_passed_over_and_named() -> None:
    call = billing_call()
    gone = DismissEvent(EventRef("interruptions", 25.0, "agent"))
    holds = ReclassEvent(CUT, "supportive")
    found = measures_of(call)

    assert amended(found, [gone, holds], call).interruptions[0].kind == "supportive"
    assert lost_changes(found, [gone, holds], call) == (gone,)


def test_times_as_results_carry_them_find_the_event() -> None:
    assert after(DismissEvent(EventRef("interruptions", 7.04, "agent"))).interruptions == ()
    assert len(after(DismissEvent(EventRef("interruptions", 7.06, "agent"))).interruptions) == 1


def test_without_changes_measures_are_as_measured() -> None:
    found = measures_of(billing_call())

    assert amended(found, [], billing_call()) == found


def test_a_whole_second_means_any_start_within_it() -> None:
    measures = after()
    start_s = measures.phrases[0].start_s
    of = measures.phrases[0].category

    ref = event_meant(measures, "phrases", float(int(start_s)), of)

    assert ref == EventRef("phrases", start_s, of)


def test_a_time_that_means_nothing_or_two_findings_is_refused() -> None:
    measures = after()
    twice = replace(measures, interruptions=measures.interruptions * 2)

    with pytest.raises(EditRefused, match="no interruption found"):
        event_meant(measures, "interruptions", 0.0)
    with pytest.raises(EditRefused, match="2 of the kind interruption"):
        event_meant(twice, "interruptions", 7.0)

"""What somebody who scores calls blind in a calibration learns of them elsewhere: nothing."""

import csv
from pathlib import Path

import pytest

from callqa.domain.edits import OverridePoints
from callqa.domain.listing import CallFilter, Sort
from callqa.errors import ReviewRefused, UsageError
from callqa.rules.rubric_file import parse_rubric
from callqa.service.calibrating import Calibrations
from callqa.service.calls import Calls
from callqa.service.coaching import Coaching
from callqa.service.context import Context
from callqa.service.exporting import Exports
from callqa.service.reviewing import Reviews
from callqa.service.rubrics import Rubrics
from callqa.store.engine import Store
from tests.service.desk import RUBRIC, adopt, person, put

CALLS = ("c1", "c2", "c3", "c4")
BLIND = ("c1", "c4")
BY_TIME = Sort("started_at")
STRICTER = RUBRIC.format(version="2", pass_mark=100, greets="Greets.")
TOLD = ("score", "passed", "flags", "situations", "interruptions_agent", "dead_air_s")
"""What a list tells of what the machine made of a call."""


@pytest.fixture
def lea(store: Store) -> Context:
    """Return a leader who scores the first and the last of four calls blind; ``pat`` does not."""
    adopt(store, pass_mark=40)
    lea = person(store, "lea", "leader")
    person(store, "bo", "reviewer")
    for number, call in enumerate(CALLS):
        put(lea, call, greets=number != 3, blames=number == 1)
    Calibrations(lea).new("November", ["lea", "bo"], BLIND)
    return lea


@pytest.fixture
def pat(store: Store, lea: Context) -> Context:
    return person(store, "pat", "leader")


def listed(context: Context, where: CallFilter, sort: Sort = BY_TIME) -> set[str]:
    return {each.call_id for each in Calls(context).list(where, sort).rows}


@pytest.mark.parametrize(
    "where",
    [
        CallFilter(score=(0, 100)),
        CallFilter(measures={"interruptions_agent": (0, 0)}),
    ],
)
def test_a_filter_by_what_was_found_tells_nothing_of_blind_calls(
    lea: Context, pat: Context, where: CallFilter
) -> None:
    assert listed(lea, where) == {"c2", "c3"}
    assert listed(pat, where) == set(CALLS)
    assert {each.call.call_id for each in Calls(lea).search("order", where).rows} == {"c2", "c3"}


def test_no_order_by_score_tells_where_blind_calls_lie(lea: Context, pat: Context) -> None:
    by_score = Sort("score", descending=False)

    assert listed(lea, CallFilter(), by_score) == {"c2", "c3"}
    assert listed(pat, CallFilter(), by_score) == set(CALLS)


def test_other_lists_have_blind_calls_without_what_was_found(lea: Context, pat: Context) -> None:
    where = CallFilter(agents=("Anna",), measures={"duration_s": (0, 1000)})

    rows = {each.call_id: each for each in Calls(lea).list(where, BY_TIME).rows}
    seen = {each.call_id: each for each in Calls(pat).list(where, BY_TIME).rows}

    assert rows.keys() == set(CALLS)
    for call in BLIND:
        assert not any(getattr(rows[call], each) for each in TOLD)
        assert rows[call].interruptions_agent is None
        assert rows[call].duration_s == seen[call].duration_s
    assert rows["c2"] == seen["c2"]


def test_a_blind_call_is_opened_without_what_the_machine_or_others_made_of_it(
    lea: Context, pat: Context
) -> None:
    Calls(pat).link(CALLS)
    Reviews(pat).edit("c1", OverridePoints("kind", 1, "patient"))
    Coaching(pat).add_by_hand("c1", 1.0, 3.0, "Breathe")

    blind, seen = Calls(lea).open("c1"), Calls(pat).open("c1")

    assert blind.card is not None
    assert seen.card is not None
    assert (blind.shown.judgement, blind.shown.machine, blind.card.total) == (None, None, None)
    assert (blind.card.edits, blind.card.steps, blind.coaching) == ((), (), ())
    assert all(each.score is None for each in blind.legs if each.call_id in BLIND)
    assert None not in (seen.shown.judgement, seen.card.total)
    assert len(seen.card.edits) == len(seen.coaching) == 1
    assert Calls(lea).lost("c1") == ()
    assert Calls(lea).named(CALLS)["c1"].score is None
    assert Rubrics(lea).flipped(CALLS)["c1"].score is None


def test_an_export_has_blind_calls_without_what_was_found(
    lea: Context, pat: Context, tmp_path: Path
) -> None:
    def exported(context: Context) -> dict[str, dict[str, str]]:
        path = tmp_path / f"{context.user.login}.csv"
        Exports(context).calls(path, CallFilter())
        with path.open(encoding="utf-8-sig", newline="") as source:
            return {row["Call id"]: row for row in csv.DictReader(source)}

    mine, theirs = exported(lea), exported(pat)

    for call in BLIND:
        assert (mine[call]["Score"], mine[call]["Machine score"]) == ("", "")
        assert mine[call]["Interruptions agent"] == ""
        assert theirs[call]["Score"] != ""
    assert mine["c2"] == theirs["c2"]


def test_an_export_by_score_leaves_blind_calls_out(lea: Context, tmp_path: Path) -> None:
    count = Exports(lea).calls(tmp_path / "some.csv", CallFilter(score=(0, 100)))

    assert count == 2


def test_flips_of_blind_calls_are_not_told(lea: Context, pat: Context, tmp_path: Path) -> None:
    path = tmp_path / "stricter.toml"
    path.write_text(STRICTER, encoding="utf-8")
    rubric = parse_rubric(STRICTER, source="stricter")

    mine, theirs = Rubrics(lea).preview(rubric), Rubrics(pat).preview(rubric)
    adopted = [flip.call_id for step in Rubrics(lea).adopt(path) for flip in step.flips]

    assert {each.call_id for each in theirs.flips} == {"c2", "c4"}
    assert [each.call_id for each in mine.flips] == ["c2"]
    assert adopted == ["c2"]


def test_items_that_others_made_of_blind_calls_are_shown_later(
    lea: Context, pat: Context, tmp_path: Path
) -> None:
    theirs = Coaching(pat).add_by_hand("c1", 0, 2, "Blames the customer")
    Coaching(pat).add_by_hand("c2", 0, 2, "Greets well")
    own = Coaching(lea).add_by_hand("c4", 0, 2, "Ask again")

    assert {each.call_id for each in Coaching(lea).items()} == {"c2", "c4"}
    assert Coaching(lea).items(agent="Anna", state="open")[-1] == own
    with pytest.raises(UsageError, match="no such coaching item"):
        Coaching(lea).close(theirs.id, "done")
    with pytest.raises(ReviewRefused, match="blind"):
        Coaching(lea).pack("Anna", tmp_path / "pack.html")
    assert not (tmp_path / "pack.html").exists()

    Calibrations(pat).close(1, early=True)

    assert {each.call_id for each in Coaching(lea).items()} == {"c1", "c2", "c4"}

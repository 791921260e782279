from tests.bench.two_writers import run_two_writers

SHORT_S = 1.5


def test_two_programs_lose_no_edit_and_double_none(store_place: str) -> None:
    outcome = run_two_writers(store_place, SHORT_S)

    assert outcome.is_right, outcome
    assert min(outcome.confirmed) > 0

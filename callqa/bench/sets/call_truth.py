"""The truth of the recordings in ``calls/``: who is who in each file, and what was said."""

from collections.abc import Iterable
from pathlib import Path

from callqa.bench.trial import CallTruth
from callqa.bench.truth_files import Utterance, read_rttm, read_srt, read_stm
from callqa.domain.speech import Role

AUTO_REPAIRS = "auto_repairs_40"
SPOKENWOZ = ("SNG0072", "SNG0480")
_BOOKING_ROLES: dict[str, Role] = {"A": "customer", "B": "agent"}


def auto_repairs(calls: Path) -> CallTruth:
    """Return the truth of the support call that is there with two channels and with one."""
    return CallTruth(
        read_rttm(calls / f"{AUTO_REPAIRS}.rttm"),
        roles={"agent": "agent", "caller": "customer"},
        channels={"agent": 1, "caller": 2},
        texts={},
    )


def booking(calls: Path, name: str) -> CallTruth:
    """Return the truth of a booking call; its words were written by a recogniser."""
    texts = {
        speaker: (calls / f"spokenwoz_{name}.{role}.txt").read_text(encoding="utf-8")
        for speaker, role in _BOOKING_ROLES.items()
    }
    utterances = read_rttm(calls / f"spokenwoz_{name}.rttm")
    return CallTruth(utterances, _BOOKING_ROLES, {"A": 1, "B": 2}, texts)


def support_call(calls: Path) -> CallTruth:
    """Return the truth of the subtitled one-channel call; subtitles last through short pauses."""
    utterances = read_srt(calls / "support_call01.srt")
    roles: dict[str, Role] = {"CSR": "agent", "Customer": "customer"}
    return CallTruth(utterances, roles, {}, _texts(utterances))


def phone_sample(calls: Path) -> CallTruth:
    """Return the truth of two friends on the phone: no roles, times and words by a person."""
    texts = _texts(read_stm(calls / "phone_sample.stm"))
    return CallTruth(read_rttm(calls / "phone_sample.rttm"), {}, {}, texts)


def _texts(utterances: Iterable[Utterance]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for each in utterances:
        texts[each.speaker] = f"{texts.get(each.speaker, '')} {each.text}".strip()
    return texts

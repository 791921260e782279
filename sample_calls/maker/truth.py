"""The truth of a call, from its script and placement; knows nothing of the product."""

from typing import Any

from maker.activity import Stretch, merge, speech_stretches
from maker.loudness import raised_volume
from maker.placement import Placed, Timeline
from maker.script import Script, ScriptError, Turn

_PAUSE_S, _DEAD_AIR_S = 3.0, 10.0
_CUES = {"distress", "repeat_contact", "repeated_issue"}

Json = dict[str, Any]


def make_truth(script: Script, timeline: Timeline) -> Json:
    """Return the content of `<name>.truth.json`."""
    placed = sorted(timeline.placed, key=lambda item: item.start_s)
    speech = speech_stretches(script, timeline)
    return {
        "about": script.about,
        "audio": script.audio,
        "layout": script.layout,
        "agent_channel": script.agent_channel,
        "language": "en",
        "speakers": [
            {"id": one.id, "role": one.role, "channel": one.channel, "voice": one.voice}
            for one in script.speakers
        ],
        "turns": [
            {"speaker": item.turn.who, **_span(item.start_s, item.end_s), "text": item.turn.text}
            for item in placed
        ],
        "speech": [{"speaker": one.speaker, **_span(one.start_s, one.end_s)} for one in speech],
        "talk": _talk(script, speech),
        "interruptions": _overlaps(script, timeline),
        "raised_volume": raised_volume(script, timeline),
        "silences": _silences(placed),
        "music": [_span(*span) for span in timeline.music_s],
        "phrases": _phrases(script, placed),
        "empathy": _empathy(placed),
        "situations": list(script.situations),
        "redaction": _redaction(placed),
        "flags": list(script.flags),
    }


def _span(start_s: float, end_s: float) -> Json:
    return {"start_s": round(start_s, 3), "end_s": round(end_s, 3)}


def _talk(script: Script, speech: list[Stretch]) -> Json:
    agent, customer = (
        merge(
            (
                (one.start_s, one.end_s)
                for one in speech
                if script.speaker(one.speaker).role == role
            ),
            gap_s=0.0,
        )
        for role in ("agent", "customer")
    )
    agent_s, customer_s = (sum(end - start for start, end in one) for one in (agent, customer))
    overlap_s = sum(
        max(0.0, min(a_end, c_end) - max(a_start, c_start))
        for a_start, a_end in agent
        for c_start, c_end in customer
    )
    return {
        "agent_s": round(agent_s, 3),
        "customer_s": round(customer_s, 3),
        "overlap_s": round(overlap_s, 3),
        "agent_ratio": round(agent_s / (agent_s + customer_s), 4),
    }


def _overlaps(script: Script, timeline: Timeline) -> list[Json]:
    """List every overlap of two turns, with the class the script gives it."""
    found = []
    for item in timeline.placed:
        if item.over is None:
            continue
        other = timeline.placed[item.over]
        overlap_s = min(item.end_s, other.end_s) - item.start_s
        _check_overlap(script.name, item, other, overlap_s)
        found.append(
            {
                "by": script.speaker(item.turn.who).role,
                "kind": item.turn.kind,
                **_span(item.start_s, item.end_s),
                "overlap_s": round(overlap_s, 3),
                "yielded": item.turn.kind == "interruption" and other.turn.cut,
            }
        )
    return sorted(found, key=lambda event: event["start_s"])


def _check_overlap(name: str, item: Placed, other: Placed, overlap_s: float) -> None:
    """Refuse a placement that does not fulfil its class's definition."""
    goes_on_s = other.end_s - item.end_s
    holds_s = item.end_s - other.end_s if other.turn.cut else item.clip.duration_s
    fulfilled = {
        "interruption": overlap_s >= 0.6 and holds_s >= 1.0,
        "backchannel": item.clip.duration_s <= 2.0 and goes_on_s >= 0.5,
        "terminal_overlap": 0.0 < overlap_s <= 0.4,
        "supportive": goes_on_s >= 0.5,
    }
    if item.start_s - other.start_s < 0.3 or not fulfilled.get(item.turn.kind or "", False):
        raise ScriptError(
            f"{name}: {item.turn.text!r} is no {item.turn.kind}: overlap {overlap_s:.2f} s, "
            f"the other goes on {goes_on_s:.2f} s, floor held {holds_s:.2f} s"
        )


def _silences(placed: list[Placed]) -> list[Json]:
    """List mutual silences of 3 s and more between first and last speech."""
    found = []
    until_s = placed[0].end_s
    for item in placed[1:]:
        length_s = item.start_s - until_s
        if length_s >= _PAUSE_S:
            kind = "dead_air" if length_s >= _DEAD_AIR_S else "pause"
            kind = "hold" if item.turn.hold else kind
            found.append(
                {"kind": kind, **_span(until_s, item.start_s), "announced": item.turn.hold}
            )
        until_s = max(until_s, item.end_s)
    return found


def _phrases(script: Script, placed: list[Placed]) -> list[Json]:
    return [
        {
            "category": category,
            "role": script.speaker(item.turn.who).role,
            **_line_span(item, number),
            "text": line.text,
        }
        for item in placed
        for number, line in enumerate(item.turn.lines)
        for category in line.phrases
    ]


def _line_span(item: Placed, number: int) -> Json:
    start_s, end_s = item.clip.spans_s[number]
    return _span(item.start_s + start_s, item.start_s + end_s)


def _empathy(placed: list[Placed]) -> list[Json]:
    """List the opportunities; each starts at the turn's first cue."""
    return [
        {
            "start_s": _line_span(item, _first_cue(item.turn))["start_s"],
            "outcome": item.turn.empathy,
        }
        for item in placed
        if item.turn.empathy is not None
    ]


def _first_cue(turn: Turn) -> int:
    for number, line in enumerate(turn.lines):
        if _CUES.intersection(line.phrases):
            return number
    raise ScriptError(f"an opportunity without a cue: {turn.text!r}")


def _redaction(placed: list[Placed]) -> list[Json]:
    """List secrets; neighbouring lines of one kind are one span."""
    found: list[Json] = []
    for item in placed:
        last_kind = None
        for number, line in enumerate(item.turn.lines):
            if line.redact is not None:
                span = _line_span(item, number)
                if line.redact == last_kind:
                    found[-1]["end_s"] = span["end_s"]
                else:
                    found.append({"kind": line.redact, **span})
            last_kind = line.redact
    return found

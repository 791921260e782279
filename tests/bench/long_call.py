"""A made call of any length as the time line gets it: lanes, and a mark every few seconds."""

import numpy as np

from ui.itemmodels.moment import Moment, MomentKind
from ui.widgets.timeline_facts import LaneFacts, TimelineFacts

CLASSES: tuple[tuple[MomentKind, str, float, float], ...] = (
    ("phrase", "apology", 5.0, 1.0),
    ("interruption", "backchannel", 19.0, 0.6),
    ("interruption", "interruption", 61.0, 1.2),
    ("raised", "raised", 173.0, 6.0),
    ("raised", "loud", 431.0, 4.0),
    ("silence", "pause", 60.0, 6.0),
    ("silence", "dead_air", 303.0, 11.0),
    ("hold", "hold", 905.0, 95.0),
    ("empathy", "given", 310.0, 3.0),
    ("empathy", "late", 720.0, 3.0),
    ("empathy", "missed", 500.0, 3.0),
    ("deescalation", "eased", 800.0, 40.0),
    ("flag", "urgent", 1700.0, 5.0),
    ("flag", "coach", 900.0, 5.0),
    ("flag", "praise", 1300.0, 5.0),
    ("note", "", 1100.0, 0.0),
)
"""Kind, class, seconds between two of them, and how long each lasts."""


def long_call(duration_s: float, turn_s: float) -> tuple[TimelineFacts, tuple[Moment, ...]]:
    """Return a call in which two voices take turns, with 1,800 marks in two hours."""
    starts_s = np.arange(0, duration_s, turn_s)
    lanes = tuple(
        LaneFacts(
            speaker=role,
            role=role,
            name=None,
            channels=(channel,),
            shares=False,
            speech_s=np.stack([starts_s[1 - channel :: 2], starts_s[1 - channel :: 2] + turn_s]),
        )
        for channel, role in enumerate(("agent", "customer"))
    )
    moments = [
        Moment(kind, at_s, at_s + length_s, class_, None, role, class_, "")
        for kind, class_, every_s, length_s in CLASSES
        for at_s in np.arange(every_s / 2, duration_s - length_s, every_s).tolist()
        for role in (("agent", "customer")[int(at_s) % 2],)
    ]
    return TimelineFacts(duration_s, lanes), tuple(sorted(moments, key=lambda each: each.start_s))

"""A clock that shows what a test sets."""


class Clock:
    """Seconds from the start of a test."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

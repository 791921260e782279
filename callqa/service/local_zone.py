"""The time zone whose days and weeks the figures count in."""

from datetime import UTC, datetime, timedelta, tzinfo

from callqa.service.context import Context


def centre_zone(context: Context) -> tzinfo:
    """Return the centre's time zone, that of this machine where none is set."""
    return context.zone() or MachineZone()


class MachineZone(tzinfo):
    """The time of this machine, with its changes of the clocks; it has no name of the IANA."""

    def __repr__(self) -> str:
        return "local time"

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return how far the clocks of this machine are ahead of UTC."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Return that it is not known which part of the offset is summer time."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """Return what this machine calls its time."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        """Return what the clocks of this machine show."""
        there = moment.replace(tzinfo=UTC).astimezone()
        shown = there.replace(tzinfo=self)
        # An hour that clocks show twice: the second time is marked.
        return shown if shown.utcoffset() == there.utcoffset() else shown.replace(fold=1)

"""Errors written for the person who must act on them.

The tree::

    CallQAError
    ├── UsageError               exit 2: wrong words on the command line, wrong configuration
    │   ├── SettingsError        a settings file or value that cannot be used
    │   ├── RubricError          a rubric with a mistake: file, line, key
    │   ├── LexiconError         a phrase pack with a mistake: file, line, category
    │   ├── UnknownCall          no call of the store has this id, or several begin so
    │   ├── EditRefused          a correction that cannot be made, or not any more
    │   ├── ReviewRefused        a step that the review of a call does not allow
    │   └── NotAllowed           the person's role in the store does not include this
    ├── StoreError               exit 1: the store of calls cannot be used as it is
    │   ├── StoreMissing         there is none at this place
    │   ├── StoreOutdated        made by an older version: to be upgraded
    │   ├── StoreNewer           made by a newer version
    │   ├── StoreDamaged         damaged, or no store at all
    │   ├── StoreUnreachable     folder, permission, server, login or driver
    │   ├── StoreFull            its disk is full
    │   ├── StoreBusy            another program kept it too long
    │   └── StoreNotEmpty        a restore would replace what is there
    └── CallError                exit 1: one recording failed, the others go on
        ├── RecordingMissing     no such file
        ├── RecordingUnreadable  the file cannot be opened or decoded
        ├── NoAudio              decoded, but there is no sound track or no sample in it
        ├── NoRecordings         a folder without a single recording
        ├── OutputFailed         the result could not be written
        ├── ModelMissing         a model's files are not on this machine
        ├── ModelDamaged         a model's files do not match their hash
        ├── RecordUnreadable     what was stored of a call is damaged or of another version
        ├── HearingRemoved       the words of a stored call were removed
        └── WorkerDied           the worker process ended without an answer
"""

from typing import ClassVar


class CallQAError(Exception):
    """Root of every error that CallQA raises on purpose.

    Parameters
    ----------
    what
        One sentence: what went wrong, and why as far as it is known.
    subject
        The file, key or model it is about.
    remedy
        What the reader can do next, as an imperative sentence.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, subject: str = "", remedy: str = "") -> None:
        super().__init__(what, subject, remedy)
        self.what = what
        self.subject = subject
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.subject, self.remedy)

    def __str__(self) -> str:
        head = f"{self.subject}: {self.what}" if self.subject else self.what
        return f"{head} {self.remedy}".rstrip()


def _rebuild(kind: type[CallQAError], what: str, subject: str, remedy: str) -> CallQAError:
    return kind(what, subject=subject, remedy=remedy)


class UsageError(CallQAError):
    """The command or its configuration is wrong; nothing was analysed."""

    exit_code = 2


class SettingsError(UsageError):
    """A settings file or value cannot be used."""


class RubricError(UsageError):
    """A rubric file has a mistake; `subject` is ``file:line: key``."""


class LexiconError(UsageError):
    """A phrase pack has a mistake; `subject` is ``file:line: category``."""


class UnknownCall(UsageError):
    """No call of the store has this id, or several have one that begins so; `subject` is the id."""


class NotAllowed(UsageError):
    """The person may not do this; `subject` is the login."""


class StoreError(CallQAError):
    """The store of calls cannot be used as it is; `subject` is its path or its URL."""


class StoreMissing(StoreError):
    """There is no store at this place."""


class StoreOutdated(StoreError):
    """The store was made by an older version and has not been upgraded."""


class StoreNewer(StoreError):
    """The store was made by a newer version, which this one cannot read."""


class StoreDamaged(StoreError):
    """The store is damaged, or the file or database is not a store."""


class StoreUnreachable(StoreError):
    """The file cannot be opened, or the server cannot be reached or refuses the login."""


class StoreFull(StoreError):
    """The disk of the store is full; what was being written is not kept."""


class StoreBusy(StoreError):
    """Another program kept the store too long."""


class StoreNotEmpty(StoreError):
    """Something stands already where a store was to be put."""


class ReviewRefused(UsageError):
    """The review of a call does not allow this step; `subject` is the call or the person."""


class EditRefused(UsageError):
    """A correction of a call cannot be made, or not any more; `subject` is what it is about."""


class CallError(CallQAError):
    """One call failed; the rest of the run goes on."""


class RecordingMissing(CallError):
    """There is no file at the path given."""


class RecordingUnreadable(CallError):
    """The file is there but cannot be opened or decoded."""


class NoAudio(CallError):
    """The file holds no sound track, or a sound track without samples."""


class NoRecordings(CallError):
    """A folder holds no recording at any depth."""


class OutputFailed(CallError):
    """The result could not be written; nothing half-written is left behind."""


class ModelMissing(CallError):
    """The files of a model are not on this machine."""


class ModelDamaged(CallError):
    """The files of a model do not match the hash in its manifest."""


class RecordUnreadable(CallError):
    """What was stored of a call is damaged, or was written by another version."""


class HearingRemoved(CallError):
    """What was heard of a call is no longer in the store."""


class WorkerDied(CallError):
    """The worker process ended without an answer."""

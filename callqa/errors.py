"""Errors written for the person who must act on them.

The tree::

    CallQAError
    ├── UsageError               exit 2: wrong words on the command line, wrong configuration
    │   ├── SettingsError        a settings file or value that cannot be used
    │   ├── RubricError          a rubric with a mistake: file, line, key
    │   └── LexiconError         a phrase pack with a mistake: file, line, category
    └── CallError                exit 1: one recording failed, the others go on
        ├── RecordingMissing     no such file
        ├── RecordingUnreadable  the file cannot be opened or decoded
        ├── NoAudio              decoded, but there is no sound track or no sample in it
        ├── NoRecordings         a folder without a single recording
        ├── OutputFailed         the result could not be written
        ├── ModelMissing         a model's files are not on this machine
        ├── ModelDamaged         a model's files do not match their hash
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


class WorkerDied(CallError):
    """The worker process ended without an answer."""

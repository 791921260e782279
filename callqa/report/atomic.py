"""Files that are there whole or not at all."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from callqa.errors import OutputFailed, UsageError

_ELSEWHERE = "Choose another folder with --out."
_BY_ERRNO = {
    errno.ENOSPC: ("the disk is full.", f"Free some space. {_ELSEWHERE}"),
    errno.EDQUOT: ("your disk quota is used up.", f"Free some space. {_ELSEWHERE}"),
    errno.EROFS: ("the folder is on a read-only disk.", _ELSEWHERE),
    errno.EACCES: (
        "you have no permission to write here.",
        f"Close any program that has the file open. {_ELSEWHERE}",
    ),
    errno.EPERM: ("you have no permission to write here.", _ELSEWHERE),
    errno.ENOTDIR: ("part of the path is a file, not a folder.", _ELSEWHERE),
    errno.EEXIST: ("the output folder is a file.", _ELSEWHERE),
    errno.EISDIR: ("a folder has this name.", "Rename that folder."),
    errno.ENAMETOOLONG: ("the name is too long for this disk.", "Rename the recording."),
}


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Refuse to write over a file that is there, unless `force` lets it.

    Raises
    ------
    UsageError
        There is such a file.
    """
    if path.exists() and not force:
        raise UsageError(
            "is there already.",
            subject=str(path),
            remedy="Choose another name, or replace it with --force.",
        )


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that no reader ever sees half of it.

    It goes to a temporary file in the same folder, reaches the disk, and is then renamed over
    `path`. A missing folder is made. Permissions are those of any new file of the user.

    Raises
    ------
    OutputFailed
        The file could not be written; what stood at `path` before is untouched and the
        temporary file is gone.
    """
    # The name does not grow with that of the result, which may be as long as the disk allows.
    temporary = path.parent / f".callqa-{uuid4().hex}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        what, remedy = _BY_ERRNO.get(
            error.errno or 0, (f"cannot be written: {error.strerror or error}.", _ELSEWHERE)
        )
        raise OutputFailed(what, subject=str(path), remedy=remedy) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)

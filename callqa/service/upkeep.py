"""The store itself: copies of it, and who may replace it."""

from dataclasses import dataclass
from pathlib import Path

from callqa.service.context import Context
from callqa.store.backup import back_up


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The upkeep of a store."""

    context: Context

    def back_up(self, target: Path) -> Path:
        """Copy the store into a new file while others go on working, and return where it is.

        Raises
        ------
        NotAllowed
            The person may not keep the store.
        StoreError
            The copy could not be made; nothing is left of it.
        """
        self.context.require("keep_store")
        with self.context.store.writing() as connection:
            self.context.log(connection, "back up")
        return back_up(self.context.store, target)

    def let_replace(self) -> None:
        """Let the person replace the whole store.

        Raises
        ------
        NotAllowed
            The person may not keep the store.
        """
        self.context.require("keep_store")

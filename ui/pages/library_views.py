"""Views of the library: those that the program brings, and those that a person saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from callqa.domain.listing import CallFilter, Sort
from callqa.service.workspace import Workspace
from ui.i18n import text
from ui.itemmodels.filters import ListFilter, filter_from, kept_filter
from ui.kept import Json, Kept
from ui.widgets.call_table_header import ColumnLayout, kept_of, layout_of

VIEWS, SHOWN = "library_views", "library_shown"
"""What is kept: one's own views, and what was shown last."""

NEWEST_FIRST = Sort()


@dataclass(frozen=True, slots=True)
class View:
    """A filter and an order under a name.

    columns : those of the view, ``None`` where it leaves the table's as they are
    is_own : whether a person saved it
    """

    name: str
    filter: ListFilter
    sort: Sort = NEWEST_FIRST
    columns: ColumnLayout | None = None
    is_own: bool = False


def built_in(login: str) -> tuple[View, ...]:
    """Return the views that the program brings, for the person with this login."""
    return (
        View(text("library.view_all"), ListFilter()),
        View(
            text("library.view_urgent"),
            ListFilter(
                CallFilter(severity="urgent", review_states=("new", "assigned", "in_review"))
            ),
        ),
        View(
            text("library.view_mine"),
            ListFilter(
                CallFilter(assigned_to=login, review_states=("assigned", "in_review", "disputed"))
            ),
        ),
        View(text("library.view_praise"), ListFilter(CallFilter(severity="praise"))),
        View(text("library.view_poor"), ListFilter(CallFilter(health=("poor",)))),
    )


class Views:
    """All views, in the order of their tabs, and what is shown now."""

    def __init__(self, workspace: Workspace, kept: Kept) -> None:
        self._kept = kept
        self._built_in = built_in(workspace.context.user.login)
        self._own = [_view_from(each) for each in _list(kept.get(VIEWS))]

    @property
    def all(self) -> tuple[View, ...]:
        """Every view."""
        return (*self._built_in, *self._own)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(each.name for each in self.all)

    def save(self, view: View) -> int:
        """Keep a view, in place of one's own of that name if there is one; return its place."""
        own = [each.name for each in self._own]
        mine = replace(view, is_own=True)
        if view.name in own:
            self._own[own.index(view.name)] = mine
        else:
            self._own.append(mine)
        self._write()
        return self.names.index(view.name, len(self._built_in))

    def rename(self, number: int, name: str) -> None:
        """Give one's own view another name; one that has the name already is replaced."""
        place = number - len(self._built_in)
        renamed = replace(self._own[place], name=name)
        self._own = [
            renamed if n == place else each
            for n, each in enumerate(self._own)
            if n == place or each.name != name
        ]
        self._write()

    def delete(self, number: int) -> View:
        """Take away one's own view and return it."""
        gone = self._own.pop(number - len(self._built_in))
        self._write()
        return gone

    def shown_last(self) -> tuple[int, View]:
        """Return which view was in front, and what was shown then."""
        kept = self._kept.get(SHOWN)
        if not isinstance(kept, Mapping):
            return 0, self.all[0]
        last = _view_from(kept)
        return (self.names.index(last.name) if last.name in self.names else 0), last

    def keep_shown(self, view: View) -> None:
        """Remember what is shown, for the next start."""
        self._kept.set(SHOWN, _kept_view(view))

    def _write(self) -> None:
        self._kept.set(VIEWS, [_kept_view(each) for each in self._own])


def _list(kept: Json) -> list[Mapping[str, Json]]:
    if not isinstance(kept, list):
        return []
    return [each for each in kept if isinstance(each, dict) and isinstance(each.get("name"), str)]


def _view_from(kept: Mapping[str, Json]) -> View:
    sort = kept.get("sort")
    order = Sort()
    if isinstance(sort, list) and len(sort) == 2 and isinstance(sort[0], str):
        order = Sort(sort[0], descending=bool(sort[1]))
    columns = kept.get("columns")
    return View(
        str(kept.get("name", "")),
        filter_from(kept.get("filter")),
        order,
        layout_of(columns) if columns is not None else None,
        is_own=True,
    )


def _kept_view(view: View) -> dict[str, Json]:
    kept: dict[str, Json] = {
        "name": view.name,
        "filter": kept_filter(view.filter),
        "sort": [view.sort.column, view.sort.descending],
    }
    if view.columns is not None:
        kept["columns"] = kept_of(view.columns)
    return kept

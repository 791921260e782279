"""The tabs of saved views: choose, save, rename, delete."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ui.i18n import text
from ui.icons import icon
from ui.pages.library_views import View, Views
from ui.widgets.view_ask import LinePanel
from ui.widgets.view_tabs import ViewTabs


class LibraryTabs(QObject):
    """Keeps the tabs in step with the saved views."""

    picked = Signal(object)
    """A `View` that is to be shown."""

    saved = Signal(object)
    """What is shown has become this `View`."""

    def __init__(self, views: Views, page: QWidget) -> None:
        super().__init__(page)
        self._views = views
        self._page = page
        self.tabs = ViewTabs()
        self.tabs.picked.connect(lambda number: self.picked.emit(views.all[number]))
        self.tabs.menu_wanted.connect(self._show_menu)
        self.save_button = QToolButton()
        self.save_button.setIcon(icon("save_view"))
        self.save_button.setText(text("library.save_view"))
        self.save_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.save_button.setToolTip(text("library.save_view_tip"))
        self.save_button.setAccessibleName(text("library.save_view"))
        self.save_button.clicked.connect(self._ask_name)
        self._shown = View("", views.all[0].filter)
        self.show(views.shown_last()[0])

    @property
    def front(self) -> View:
        """The view whose tab is in front."""
        return self._views.all[max(self.tabs.currentIndex(), 0)]

    def show(self, number: int) -> None:
        """Show the tabs as they are now, one of them in front."""
        self.tabs.show_views(self._views.names, number)

    def follow(self, shown: View) -> None:
        """Take up what the list shows, to be saved when the person wants it."""
        self._shown = shown

    def save(self, name: str) -> None:
        """Keep what is shown as a view of this name."""
        view = replace(self._shown, name=name, is_own=True)
        self.show(self._views.save(view))
        self.saved.emit(view)

    def _ask_name(self) -> None:
        front = self.front
        panel = LinePanel(self._page)
        title, act = text("library.name_view"), text("library.save")
        panel.ask(title, act, self.save, front.name if front.is_own else "")
        panel.open_under(self.save_button)
        panel.line.setFocus()

    def _show_menu(self, number: int, at: QPoint) -> None:
        view = self._views.all[number]
        if not view.is_own:
            return
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(text("library.update_view")).triggered.connect(lambda: self.save(view.name))
        menu.addAction(text("library.rename_view")).triggered.connect(
            lambda: self._ask_new_name(number)
        )
        menu.addAction(text("library.delete_view")).triggered.connect(lambda: self.delete(number))
        menu.popup(at)

    def _ask_new_name(self, number: int) -> None:
        panel = LinePanel(self._page)
        title, act = text("library.rename_view"), text("library.save")
        panel.ask(title, act, lambda name: self.rename(number, name), self._views.names[number])
        panel.open_under(self.tabs)
        panel.line.setFocus()

    def rename(self, number: int, name: str) -> None:
        """Give one's own view another name."""
        self._views.rename(number, name)
        self.show(self._views.names.index(name))

    def delete(self, number: int) -> None:
        """Take away one's own view; what it showed stays on the screen."""
        self._views.delete(number)
        self.show(0)

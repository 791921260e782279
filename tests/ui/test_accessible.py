"""Every page for everybody: names, keys, contrast, room, and names of people from anywhere."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callqa.domain.listing import CallFilter, Sort
from tests.ui.controls import controls_of, is_reached, name_of, walked_with_tab, where
from tests.ui.odd_names import LONG, write_odd_names
from ui import i18n, theme
from ui.kept import Kept
from ui.pages.agents import AgentsPage
from ui.pages.call import CallPage
from ui.pages.call_parts import TABS
from ui.pages.preferences import PreferencesPage
from ui.session import Session
from ui.theme import DARK, LIGHT, Colours
from ui.window import MainWindow

PAGES = ("library", "call", "agents", "rubric", "batch", "preferences")
GROUNDS = ("page", "sheet", "sunk")
LEAST_CONTRAST = 4.5
Enter = Callable[[Session, str], QWidget]
Scene = tuple[str, QWidget]


@pytest.fixture(params=[1.0, 1.5])
def _text_scale(request: pytest.FixtureRequest, qapp: QApplication, _plain_look: None) -> None:
    """Make text this large before there is a window."""
    theme.dress(qapp, "light", request.param)


@pytest.fixture
def window(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> MainWindow:
    """Return a window as large as a small laptop's screen."""
    made = MainWindow(Kept(tmp_path_factory.mktemp("kept") / "window.json"))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    return made


@pytest.fixture
def enter(window: MainWindow, qtbot: QtBot) -> Enter:
    """Return what brings a page to the front and waits until it is filled."""

    def enter_(session: Session, key: str) -> QWidget:
        if not window.isVisible():
            window.enter(session, lambda: None)
            window.show()
            window.activateWindow()
            qtbot.waitExposed(window)
        if key == "call":
            row = next(
                each
                for each in session.workspace.calls.list(CallFilter(), Sort()).rows
                if "02_" in (each.path or "")
            )
            session.call_wanted.emit(row.call_id, None)
        else:
            session.page_wanted.emit(key)
        settle(session, qtbot)
        page = window.findChild(QWidget, key)
        assert page is not None
        assert page.isVisible()
        return page

    return enter_


def settle(session: Session, qtbot: QtBot) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: session.bridge.is_idle, timeout=20_000)
    QApplication.processEvents()


def scenes(page: QWidget, session: Session, qtbot: QtBot) -> list[Callable[[], str]]:
    """Return what brings each face of a page to the front and names it."""
    faces: list[Callable[[], str]] = [lambda: ""]
    if isinstance(page, CallPage):
        faces = [_face(page.parts.show_tab, tab) for tab in TABS]
    elif isinstance(page, AgentsPage):
        views = ("team", "themes", "coaching", "calibration")
        faces = [_face(page.show_view, view) for view in views]
    elif isinstance(page, PreferencesPage):
        keys = ("store", "recordings", "privacy", "appearance", "people", "thresholds")
        faces = [_face(page.section, key) for key in keys]

    def settled(face: Callable[[], str]) -> Callable[[], str]:
        def show() -> str:
            name = face()
            settle(session, qtbot)
            return name

        return show

    return [settled(each) for each in faces]


def _face(show: Callable[[str], object], name: str) -> Callable[[], str]:
    def bring() -> str:
        show(name)
        return name

    return bring


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("key", PAGES)
def test_a_screen_reader_has_a_name_for_every_control(
    key: str, language: str, session: Session, enter: Enter, qtbot: QtBot
) -> None:
    i18n.use_language(language)
    page = enter(session, key)
    nameless, twins = [], []
    for show in scenes(page, session, qtbot):
        face = show()
        controls = controls_of(page)
        assert controls
        nameless += [f"{face} {where(each)}" for each in controls if not name_of(each)]
        beside = Counter((name_of(each), id(each.parentWidget())) for each in controls)
        twins += [f"{face} {name}" for (name, _), times in beside.items() if times > 1]
    assert not nameless
    assert not twins


@pytest.mark.parametrize("key", PAGES)
def test_tab_reaches_every_control_and_comes_round(
    key: str, session: Session, enter: Enter, qtbot: QtBot
) -> None:
    page = enter(session, key)
    for show in scenes(page, session, qtbot):
        face = show()
        stops, came_round = walked_with_tab(page)
        last = where(stops[-1]) if stops else "nothing"
        assert came_round, f"{key} {face}: Tab stays at {last}"
        missed = [where(each) for each in controls_of(page) if not is_reached(each, stops)]
        assert not missed, f"{key} {face}"


@pytest.mark.parametrize("key", ["library", "batch", "agents", "preferences"])
def test_an_empty_store_is_named_and_reached_too(
    key: str, empty_session: Session, enter: Enter
) -> None:
    page = enter(empty_session, key)

    stops, came_round = walked_with_tab(page)

    assert came_round
    controls = controls_of(page)
    assert not [where(each) for each in controls if not name_of(each)]
    assert not [where(each) for each in controls if not is_reached(each, stops)]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.usefixtures("_text_scale")
def test_every_page_fits_a_small_screen(
    language: str,
    session: Session,
    enter: Enter,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    i18n.use_language(language)
    write_odd_names(session.workspace)
    for key in PAGES:
        page = enter(session, key)
        for show in scenes(page, session, qtbot):
            face = show()
            least = window.minimumSizeHint()
            assert (least.width() <= 1280, least.height() <= 800) == (True, True), (key, face)


def test_what_is_kept_of_a_long_name_is_its_beginning(
    session: Session, enter: Enter, qtbot: QtBot
) -> None:
    write_odd_names(session.workspace)
    page = enter(session, "agents")
    assert isinstance(page, AgentsPage)

    page.open_agent(LONG)
    settle(session, qtbot)

    names = page.agent_view.who
    assert names.currentText() == LONG
    assert names.lineEdit().cursorPosition() == 0


def test_tab_goes_through_a_call_as_it_is_read(session: Session, enter: Enter) -> None:
    page = enter(session, "call")
    assert isinstance(page, CallPage)
    parts = page.parts
    parts.show_tab("scorecard")

    stops, _ = walked_with_tab(page)

    areas = [parts.header, parts.review, parts.more, parts.summary, parts.timeline]
    areas += [parts.transcript, parts.tabs, parts.player_bar]
    places = [
        next(place for place, stop in enumerate(stops) if area is stop or area.isAncestorOf(stop))
        for area in areas
    ]
    assert places == sorted(places)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 has it, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        lit = [
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        ]
        return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=("light", "dark"))
def test_text_stands_out_from_every_ground(colours: Colours) -> None:
    inks = [name for name in Colours.__slots__ if name.endswith("_ink") or name in _TEXT]
    pairs = [(ink, ground) for ink in inks for ground in GROUNDS]
    pairs += [
        (f"{tint.removesuffix('_tint')}_ink", tint)
        for tint in Colours.__slots__
        if tint.endswith("_tint") and f"{tint.removesuffix('_tint')}_ink" in inks
    ]
    pairs += [("on_accent", "accent"), ("ink", "selection"), ("ink", "band"), ("soft", "sunk")]
    weak = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(getattr(colours, pair[0]), getattr(colours, pair[1])))
        < LEAST_CONTRAST
    }
    assert not weak


_TEXT = ("ink", "soft", "link")


@pytest.mark.parametrize("key", PAGES)
def test_the_style_sheet_shows_the_focus_of_every_kind_of_control(
    key: str, session: Session, enter: Enter, qapp: QApplication
) -> None:
    page = enter(session, key)
    with_focus = set(re.findall(r"(Q\w+)[^\s,{]*:focus", qapp.styleSheet()))
    # These draw a frame of their own around what has the focus.
    with_focus |= {"QCheckBox", "QRadioButton"}
    unseen = []
    for each in controls_of(page):
        classes = {kind.__name__ for kind in type(each).__mro__}
        paints = any("paintEvent" in vars(kind) for kind in type(each).__mro__ if _is_own(kind))
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not paints and not classes & with_focus:
            unseen.append(where(each))
    assert not unseen


def _is_own(kind: type) -> bool:
    return kind.__module__.startswith("ui.")

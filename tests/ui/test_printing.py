import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale
from PySide6.QtGui import QAction, QImage, QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from callqa.domain.listing import CallFilter, CallSummary, Sort
from callqa.errors import OutputFailed
from callqa.report.document import Analysis
from callqa.report.printed import print_call
from callqa.report.wording import Wording
from callqa.service.workspace import Workspace
from ui import dialogs, i18n, printing, theme
from ui.pages.call_errands import CallErrands
from ui.pages.library import LibraryPage
from ui.pages.library_export import LibraryExport
from ui.session import Session

BADLY_HANDLED = "02_damaged"
PDF = "PDF, for paper (*.pdf)"
HTML = "Web page (*.html)"


def call_of(workspace: Workspace, file: str) -> CallSummary:
    rows = workspace.calls.list(CallFilter(), Sort(), limit=50).rows
    return next(each for each in rows if file in (each.path or ""))


def document_of(workspace: Workspace, file: str) -> Analysis:
    shown = workspace.calls.show(call_of(workspace, file).call_id)
    assert shown.document is not None
    return shown.document


def pages_of(content: bytes) -> list[str]:
    """Return the text of each page, with every break a space."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return [re.sub(r"\s+", " ", each) for each in texts]


def solid(words: str) -> str:
    """Return words without spaces, which a PDF loses or gains where a line ends."""
    return re.sub(r"\s+", "", words)


def test_the_pdf_of_a_call_says_what_the_call_says(workspace: Workspace) -> None:
    document = document_of(workspace, BADLY_HANDLED)
    wording = Wording("en")

    pages = pages_of(printing.pdf_of(print_call(document)))

    text = solid("".join(pages))
    assert document.scorecard is not None
    asked = [each.text for part in document.scorecard.sections for each in part.questions]
    named = [wording.say(flag.title) for flag in document.flags]
    assert len(asked) > 20
    assert len(named) > 5
    for words in (*asked, *named, document.recording.agent or "", document.turns[-1].text):
        assert solid(words) in text
    assert solid(f"{document.scorecard.total:.0f} of 100") in text
    assert 5 <= len(pages) <= 10


def test_every_page_but_the_first_has_a_running_head_and_each_its_number(
    workspace: Workspace,
) -> None:
    document = document_of(workspace, BADLY_HANDLED)

    pages = pages_of(printing.pdf_of(print_call(document)))

    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
    assert all("Karen Wolf · 2026-11-02 10:02" in page for page in pages[1:])


def test_the_file_has_a_title(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "call.pdf"
    path.write_bytes(printing.pdf_of(print_call(document_of(workspace, BADLY_HANDLED))))
    document = QPdfDocument()
    document.load(str(path))

    title = document.metaData(QPdfDocument.MetaDataField.Title)

    assert title == "02_damaged_table_handled_badly.wav · Call report"
    document.close()


def test_paper_is_light_in_a_dark_window(workspace: Workspace, qapp: QApplication) -> None:
    printed = print_call(document_of(workspace, BADLY_HANDLED))
    light = printing.pdf_of(printed)

    theme.dress(qapp, "dark")

    assert first_page(printing.pdf_of(printed)) == first_page(light)


def first_page(content: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    image = document.render(0, document.pagePointSize(0).toSize())
    document.close()
    return image


def test_a_call_whose_parties_are_not_sure_says_so_on_the_first_page(
    workspace: Workspace,
) -> None:
    document = document_of(workspace, BADLY_HANDLED)
    assert document.measures is not None
    talk = replace(document.measures.talk, basis="unreliable", agent_ratio=None)
    measures = replace(document.measures, talk=talk)

    pages = pages_of(printing.pdf_of(print_call(replace(document, measures=measures))))

    assert solid(Wording("en")("unreliable_notice")) in solid(pages[0])
    assert "not measurable" in pages[0]


def test_a_transcript_of_hours_goes_on_to_its_last_word(workspace: Workspace) -> None:
    document = document_of(workspace, BADLY_HANDLED)
    turns = tuple(
        replace(turn, id=turn.id + 100 * time, words=())
        for time in range(60)
        for turn in document.turns
    )
    words = [f"word{number}" for number in range(1500)]
    last = replace(turns[-1], text=" ".join(words))

    pages = pages_of(printing.pdf_of(print_call(replace(document, turns=(*turns[:-1], last)))))

    assert sorted(set(re.findall(r"word\d+", " ".join(pages)))) == sorted(words)
    assert 25 <= len(pages) <= 60


def test_reports_are_written_in_german(workspace: Workspace, tmp_path: Path) -> None:
    i18n.use_language("de")
    path = tmp_path / "agent.pdf"

    workspace.exports.agent_report(path, "Karen Wolf", language="de", printer=printing.pdf_of)

    pages = pages_of(path.read_bytes())
    assert "Agentenbericht" in pages[0]
    assert "Karen Wolf" in pages[0]
    assert "Was gut lief" in " ".join(pages)


def test_an_agent_without_scored_calls_has_a_dash_and_no_chart(
    workspace: Workspace, tmp_path: Path
) -> None:
    call = call_of(workspace, BADLY_HANDLED)
    path = tmp_path / "agent.pdf"
    html = tmp_path / "agent.html"
    with workspace.context.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE calls SET score = NULL, passed = NULL WHERE call_id = ?",
            (call.call_id,),
        )

    workspace.exports.agent_report(path, "Karen Wolf", printer=printing.pdf_of)
    workspace.exports.agent_report(html, "Karen Wolf")

    assert "Score by week" not in unescape(html.read_text())
    text = " ".join(pages_of(path.read_bytes()))
    assert "Score by week" not in text
    assert "No call of the period has a score." in text


def test_a_team_has_every_agent_on_paper(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "team.pdf"

    workspace.exports.team_report(path, "North", printer=printing.pdf_of)

    text = " ".join(pages_of(path.read_bytes()))
    assert all(name in text for name in ("Daniel Fox", "Karen Wolf", "Robert Ash"))


def test_a_folder_that_cannot_be_written_is_left_as_it_was(
    workspace: Workspace, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    call = call_of(workspace, BADLY_HANDLED)

    with pytest.raises(OutputFailed):
        workspace.exports.call_report(blocked / "call.pdf", call.call_id, printer=printing.pdf_of)

    assert {each.name for each in tmp_path.iterdir()} >= {"file"}
    assert not list(tmp_path.glob("**/*.p*"))


def test_a_report_is_in_the_access_log_once_it_is_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    call = call_of(workspace, BADLY_HANDLED)

    workspace.exports.call_report(tmp_path / "call.pdf", call.call_id, printer=printing.pdf_of)

    with workspace.context.store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM access_log WHERE action = 'export report' AND call_id = ?",
            (call.call_id,),
        ).scalar_one()
    assert found == 1


@pytest.mark.parametrize(("suffix", "start"), [(".pdf", b"%PDF-"), (".html", b"<!doctype")])
def test_the_ending_of_the_name_decides_what_the_call_page_writes(
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    start: bytes,
) -> None:
    i18n.use_language("de")
    path = tmp_path / f"bericht{suffix}"
    page = QWidget()
    qtbot.addWidget(page)
    monkeypatch.setattr(dialogs, "file_to_write", lambda *_words: path)
    opened = session.workspace.calls.open(call_of(session.workspace, BADLY_HANDLED).call_id)

    with qtbot.waitSignal(session.said, check_params_cb=lambda words: str(path) in words):
        CallErrands(session, page).write_report(opened)

    content = path.read_bytes()
    assert content.startswith(start)
    words = " ".join(pages_of(content)) if suffix == ".pdf" else content.decode()
    assert "Gesprächsbericht" in words


def test_reports_on_selected_calls_can_be_pdf(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    monkeypatch.setattr(dialogs, "folder", lambda *_words: tmp_path)
    rows = session.workspace.calls.list(CallFilter(), Sort(), limit=2).rows

    with qtbot.waitSignal(session.said):
        LibraryExport(session, page).write_reports(".pdf", rows)

    assert len(list(tmp_path.glob("*.pdf"))) == 2


def test_the_library_offers_web_pages_and_pdf(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = LibraryPage(session)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.model.rowCount() == 9)
    page.table.selectRow(0)
    monkeypatch.setattr(dialogs, "folder", lambda *_words: tmp_path)

    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: menus.append(menu))

    page.findChild(QAction, "library.reports").trigger()
    offered = [each.text() for each in menus[0].actions()]
    with qtbot.waitSignal(session.said, check_params_cb=lambda words: "report" in words):
        menus[0].actions()[1].trigger()

    assert offered == ["Web page", "PDF, for paper"]
    assert [each.suffix for each in tmp_path.glob("*_*.*")] == [".pdf"]


@pytest.mark.parametrize(
    ("typed", "chosen", "written"),
    [
        ("call.callqa.html", HTML, "call.callqa.html"),
        ("call.callqa.html", PDF, "call.callqa.pdf"),
        ("call.pdf", HTML, "call.pdf"),
        ("Call 3.11", PDF, "Call 3.11.pdf"),
        ("call", HTML, "call.html"),
    ],
)
def test_a_name_gets_the_ending_that_was_meant(typed: str, chosen: str, written: str) -> None:
    found = dialogs.with_ending(Path(typed), ".html", printing.kinds(), chosen)

    assert found == Path(written)


@pytest.mark.parametrize(
    ("place", "size"),
    [("en_US", QPageSize.PageSizeId.Letter), ("de_DE", QPageSize.PageSizeId.A4)],
)
def test_paper_is_that_of_the_country(place: str, size: QPageSize.PageSizeId) -> None:
    assert printing.paper_of(QLocale(place)).id() == size

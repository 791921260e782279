import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from callqa.errors import UsageError
from ui.bridge import Bridge


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    threads: list[int] = []

    def take(thread: int) -> None:
        threads.extend((thread, threading.get_ident()))

    bridge.read(owner, threading.get_ident, take)
    qtbot.waitUntil(lambda: len(threads) == 2)

    assert threads[0] != threads[1]
    assert threads[1] == threading.get_ident()
    bridge.close()


def test_writes_keep_their_order(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    done: list[int] = []

    for number in range(20):
        bridge.write(owner, lambda number=number: number, done.append)
    qtbot.waitUntil(lambda: len(done) == 20)

    assert done == list(range(20))
    bridge.close()


def test_an_error_goes_to_who_asked(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    told: list[object] = []

    def work() -> None:
        raise UsageError("is wrong.", subject="it")

    bridge.read(owner, work, told.append, told.append)
    qtbot.waitUntil(lambda: bool(told))

    assert str(told[0]) == "it: is wrong."
    bridge.close()


def test_an_error_that_nobody_takes_is_told(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()

    def work() -> None:
        raise UsageError("is wrong.")

    with qtbot.waitSignal(bridge.failed) as told:
        bridge.read(owner, work, lambda _result: None)

    assert str(told.args[0]) == "is wrong."
    bridge.close()


def test_a_result_that_was_cancelled_is_dropped(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    go_on = threading.Event()
    got: list[object] = []

    task = bridge.read(owner, go_on.wait, got.append)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bridge.is_idle)

    assert got == []
    bridge.close()


def test_a_result_for_an_owner_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    gone: list[bool] = []
    owner.destroyed.connect(lambda: gone.append(True))
    go_on = threading.Event()
    got: list[object] = []

    bridge.read(owner, go_on.wait, got.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
    go_on.set()
    qtbot.waitUntil(lambda: bridge.is_idle)

    assert got == []
    bridge.close()


def test_work_that_comes_after_the_end_is_dropped(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    bridge.close()
    got: list[object] = []

    task = bridge.read(owner, object, got.append)

    assert task.cancelled
    assert got == []


def test_steps_come_one_by_one(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    got: list[int] = []
    ended: list[bool] = []

    bridge.follow(owner, lambda: iter(range(3)), got.append, lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))

    assert got == [0, 1, 2]
    bridge.close()

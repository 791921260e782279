"""How long the window takes: from process start until it is painted, and until calls are listed.

Run ``python -m tests.bench.window_start [--store PLACE] [--times N] [--json]``. Each start is a
process of its own, offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

_CHILD = """
import sys, time, json
started = float(sys.argv[2])
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from ui.app import Desk

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and "painted" not in times:
            QTimer.singleShot(0, lambda: times.setdefault("painted", time.time() - started))
        return False

times = {}
app = QApplication(sys.argv[:1])
desk = Desk(app, sys.argv[1] or None)
watcher = FirstPaint()
desk.window.centralWidget().installEventFilter(watcher)

def look():
    if desk.session is not None and desk.bridge.is_idle and "painted" in times:
        times["listed"] = time.time() - started
        import psutil
        times["rss_mb"] = psutil.Process().memory_info().rss / 1e6
        print(json.dumps(times), flush=True)
        desk.window.close()
    else:
        QTimer.singleShot(5, look)

desk.start()
QTimer.singleShot(0, look)
app.exec()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default="")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    runs = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", _CHILD, given.store, str(time.time())],
                capture_output=True,
                text=True,
                check=True,
                env=environment,
            ).stdout.splitlines()[-1]
        )
        for _ in range(given.times)
    ]
    median = {name: statistics.median(each[name] for each in runs) for name in runs[0]}
    if given.json:
        sys.stdout.write(json.dumps({"runs": runs, "median": median}, indent=2) + "\n")
        return
    sys.stdout.write(
        f"window painted {median['painted']:.2f} s after process start (median of {len(runs)})\n"
        f"calls listed   {median['listed']:.2f} s\n"
        f"memory         {median['rss_mb']:.0f} MB\n"
    )


if __name__ == "__main__":
    main()

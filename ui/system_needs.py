"""What the window needs of a Linux system, looked at before Qt is loaded.

Qt ends the process without a usable message where a library is missing, and may name the wrong
one; here each is looked for by its own name. Standard library only.
"""

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Library -> package of Debian and Ubuntu, package of Fedora and its relatives; found with ldd on
# every Qt library that the window uses.
_ALWAYS = {
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
}
_X11 = {
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
}
_SOUND = {"libpulse.so.0": ("libpulse0", "pulseaudio-libs")}
_DEBIAN, _FEDORA = {"debian", "ubuntu"}, {"fedora", "rhel", "centos"}


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why no window can open here, and what to do."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


def shortage(environment: Mapping[str, str] = os.environ) -> Shortage | None:
    """Return what keeps the window from opening, ``None`` where nothing does."""
    if not sys.platform.startswith("linux"):
        return None
    platform = environment.get("QT_QPA_PLATFORM", "")
    has_x11 = bool(environment.get("DISPLAY"))
    has_wayland = bool(environment.get("WAYLAND_DISPLAY"))
    if not platform and not (has_x11 or has_wayland):
        return Shortage(
            "There is no display here to open a window on.",
            "Use the commands instead ('callqa --help'), or log in to a desktop.",
        )
    wanted = dict(_ALWAYS)
    if platform.startswith("xcb") or (not platform and has_x11 and not has_wayland):
        wanted |= _X11
    missing = [name for name in wanted if not _loads(name)]
    if not missing:
        return None
    names = ", ".join(missing)
    return Shortage(f"The window needs libraries that are not here: {names}.", _remedy(missing))


def sound_remedy() -> str:
    """Return the command that brings sound, empty where its library is here."""
    if not sys.platform.startswith("linux") or all(_loads(name) for name in _SOUND):
        return ""
    return _remedy(list(_SOUND))


def _remedy(missing: Sequence[str]) -> str:
    packages = _ALWAYS | _X11 | _SOUND
    family = _family(Path("/etc/os-release"))
    sudo = "" if os.geteuid() == 0 else "sudo "
    if family & _DEBIAN:
        names = dict.fromkeys(packages[each][0] for each in missing)
        return f"Install them with this command: {sudo}apt install {' '.join(names)}"
    if family & _FEDORA:
        names = dict.fromkeys(packages[each][1] for each in missing)
        return f"Install them with this command: {sudo}dnf install {' '.join(names)}"
    return "Install your system's packages for them."


def _family(release: Path) -> set[str]:
    try:
        lines = release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    facts = dict(line.split("=", 1) for line in lines if "=" in line)
    words = f"{facts.get('ID', '')} {facts.get('ID_LIKE', '')}"
    return set(words.replace('"', "").split())


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True

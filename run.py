"""Set CallQA up in .venv beside this file, then run it.

python3 run.py                  analyse the sample calls and open the review window; where there is
                                no display, say where the report is
python3 run.py test [WORDS]     run the test suite; WORDS go to pytest
python3 run.py callqa [WORDS]   run callqa; so with python, pip, ruff, mypy and lint-imports

Needs Python 3.11, 3.12 or 3.13 and nothing else. A set-up that was cut off is taken up again; one
that is up to date is left alone. The exit status is that of the command that was run.
"""

# Written so that any Python can read it, to be able to say that it is the wrong one: no
# annotations, no f-strings, no modules newer than Python 2.7.
from __future__ import print_function

import hashlib
import json
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = os.path.join(BIN, "python" + SUFFIX)
STAMP = os.path.join(VENV, "callqa-setup.json")
LOG = os.path.join(VENV, "callqa-setup.log")
SAMPLES = os.path.join(ROOT, "sample_calls")
RESULTS = os.path.join(ROOT, "results")

TEST_TOOLS = ("pytest", "ruff", "mypy", "lint-imports")
LARGE_MB = 20
DISK_GB = 7
LAST_LINES = 8

REASONS = (
    (
        ("no space left", "errno 28", "not enough space", "disk quota"),
        "The disk is full: %(free_gb).1f GB free in %(root)s, up to %(needed_gb)d GB needed."
        " Temporary files count too (set TMPDIR to a folder with room).",
    ),
    (
        ("certificate_verify_failed", "sslcertverificationerror"),
        "The certificate of the package index was not accepted. Behind a company proxy, point"
        " PIP_CERT at the company's certificate file.",
    ),
    (
        (
            "failed to establish a new connection",
            "name or service not known",
            "name resolution",
            "nodename nor servname",
            "getaddrinfo failed",
            "network is unreachable",
            "timed out",
            "connection refused",
            "connection reset",
            "proxyerror",
            "remotedisconnected",
        ),
        "The package index could not be reached. Check the network connection, and the proxy if"
        " there is one (HTTPS_PROXY), then run the same command again: what was fetched is kept.",
    ),
    (
        ("do not match the hashes", "badzipfile", "incompleteread"),
        "A package arrived damaged. Run the same command again.",
    ),
    (
        ("permission denied", "access is denied", "errno 13", "winerror 5", "winerror 32"),
        "A file could not be written. Close every running CallQA, and check that %(root)s belongs"
        " to you.",
    ),
    (
        ("resolutionimpossible", "conflicting dependencies"),
        "pyproject.toml and constraints.txt ask for different versions of a package.",
    ),
    (
        ("no matching distribution", "requires a different python", "not a supported wheel"),
        "A package is not published for this Python on this system. CallQA runs with Python 3.11 to"
        " 3.13 on Linux (x86-64, glibc 2.28 or later), Windows (x64) and macOS 14 or later (Apple"
        " silicon).",
    ),
    (
        ("memoryerror", "cannot allocate memory"),
        "The machine ran out of memory. Close other programs and run the same command again.",
    ),
    (("",), "Run the same command again; if it fails at the same place, read the log."),
)


def main(words):
    """Set up what `words` need, run them and return the exit status."""
    if not is_supported(sys.version_info):
        return run_with_another_python(words)
    if words and words[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    tests = bool(words) and (words[0] == "test" or words[0] in TEST_TOOLS)
    if not set_up(with_tests=tests):
        return 1
    if not words:
        return review_samples()
    if words[0] == "test":
        os.chdir(ROOT)
        return run([PYTHON, "-m", "pytest"] + words[1:])
    command = os.path.join(BIN, words[0] + SUFFIX)
    if not os.path.isfile(command):
        say("There is no command '%s' here. Try: python3 run.py callqa --help" % words[0])
        return 2
    return run([command] + words[1:])


def review_samples():
    """Analyse the sample calls and show them: in the window, or as files where none can open."""
    say("Analysing the sample calls; the results go to %s" % RESULTS)
    callqa = os.path.join(BIN, "callqa" + SUFFIX)
    window = [PYTHON, "-m", "ui"]
    if subprocess.call(window + ["--check"], cwd=ROOT) != 0:
        return run([callqa, "analyze", SAMPLES, "--html", "--out", RESULTS])
    if not os.path.isdir(RESULTS):
        os.makedirs(RESULTS)
    store = ["--store", os.path.join(RESULTS, "sample_calls.db")]
    calls = os.path.join(SAMPLES, "calls.csv")
    status = wait_for([callqa, "calls", "add", SAMPLES, "--metadata", calls] + store)
    if status != 0:
        return status
    status = wait_for([callqa, "people", "import", os.path.join(SAMPLES, "agents.csv")] + store)
    return run(window + store) if status == 0 else status


# --- which Python


def is_supported(version):
    """Tell whether CallQA and its packages run on this version of Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def run_with_another_python(words):
    """Start this file again with a supported Python of this machine, or say what is missing."""
    here = "%d.%d" % tuple(sys.version_info[:2])
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        command = ["py", "-3.%d" % minor] if os.name == "nt" else ["python3.%d" % minor]
        if answers(command):
            say("CallQA does not run on Python %s; using %s." % (here, " ".join(command)))
            return run(command + [os.path.abspath(__file__)] + words)
    say("CallQA needs Python 3.11, 3.12 or 3.13. This is Python %s (%s)." % (here, sys.executable))
    if sys.version_info[:2] > NEWEST:
        say("Its speech packages are not published for a newer Python yet.")
    say("Install one of the three and start this file with it, for example: python3.12 run.py")
    return 2


def answers(command):
    """Tell whether `command` starts a Python."""
    try:
        with open(os.devnull, "w") as nowhere:
            return subprocess.call(command + ["-c", ""], stdout=nowhere, stderr=nowhere) == 0
    except OSError:
        return False


# --- set-up


def set_up(with_tests):
    """Bring .venv up to date; quick and silent when it is. Return whether it is ready."""
    key = setup_key()
    done = read_stamp()
    parts = set(done.get("parts", []))
    wanted = {"tests"} if with_tests else set()
    if done.get("key") == key and done.get("place") == ROOT and wanted <= parts and venv_works():
        return True
    moved = bool(done) and done.get("place") != ROOT
    if (moved or not venv_works()) and not create_venv():
        return False
    remove(STAMP)
    wanted |= parts
    if not install(wanted):
        return False
    write_stamp({"key": key, "place": ROOT, "parts": sorted(wanted)})
    say("CallQA is ready.")
    return True


def setup_key():
    """Return a hash of all that decides what is installed."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        with open(os.path.join(ROOT, name), "rb") as source:
            digest.update(source.read())
    digest.update(("%d.%d.%d" % tuple(sys.version_info[:3])).encode())
    return digest.hexdigest()


def read_stamp():
    """Return what the last finished set-up wrote down, empty when none finished."""
    try:
        with open(STAMP) as source:
            return json.load(source)
    except (OSError, ValueError):
        return {}


def write_stamp(facts):
    """Write down that the set-up is finished, in one piece."""
    with open(STAMP + ".part", "w") as sink:
        json.dump(facts, sink, indent=2)
    os.replace(STAMP + ".part", STAMP)


def venv_works():
    """Tell whether .venv holds this version of Python, with pip in it."""
    try:
        with open(os.path.join(VENV, "pyvenv.cfg")) as source:
            facts = source.read()
    except OSError:
        return False
    same = "version = %d.%d." % sys.version_info[:2] in facts
    pip = any(os.path.isfile(os.path.join(BIN, name + SUFFIX)) for name in ("pip", "pip3"))
    return same and pip and os.path.exists(PYTHON)


def create_venv():
    """Make .venv anew. Return whether that worked."""
    try:
        import ensurepip
        import venv
    except ImportError:
        say_how_to_get_venv()
        return False
    say("Creating the Python environment in %s" % VENV)
    say("  Python %s, pip %s" % (sys.version.split()[0], ensurepip.version()))
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        say("The environment could not be created: %s" % error)
        say("Check that %s can be written to and that the disk is not full." % ROOT)
        return False
    return True


def say_how_to_get_venv():
    """Name the one command that brings the missing part of Python."""
    say("This Python comes without the modules that make an environment (venv, ensurepip).")
    if os.path.exists("/etc/debian_version"):
        sudo = "" if os.geteuid() == 0 else "sudo "
        say("Install them with this command, then run the same command again:")
        say("\n    %sapt install python%d.%d-venv\n" % ((sudo,) + sys.version_info[:2]))
    else:
        say("Install your system's package for them, or a complete Python.")


def install(parts):
    """Install CallQA from this folder with the pinned versions. Return whether that worked."""
    tools = ", and the test tools" if parts else ""
    say("Installing CallQA with its libraries and speech models%s" % tools)
    say("  The first time takes some minutes and 3 GB of disk, %d GB with CUDA." % DISK_GB)
    project = ROOT + ("[dev]" if parts else "")
    command = [PYTHON, "-m", "pip", "install", "--editable", project]
    command += ["--constraint", os.path.join(ROOT, "constraints.txt"), "--only-binary", ":all:"]
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    lines = []
    with open(LOG, "w", encoding="utf-8") as log:
        pip = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        try:
            for line in pip.stdout:
                log.write(line)
                lines.append(line.rstrip())
                show_step(line.strip())
            status = pip.wait()
        except KeyboardInterrupt:
            pip.terminate()
            pip.wait()
            raise
    if status != 0:
        explain(lines)
    return status == 0


def show_step(line):
    """Pass on the lines of pip that say what takes long."""
    if line.startswith("Downloading ") and size_mb(line) >= LARGE_MB:
        say("  fetching %s" % line[len("Downloading ") :])
    elif line.startswith("Installing collected packages"):
        say("  unpacking %d packages" % (line.count(",") + 1))


def size_mb(line):
    """Return the size at the end of a line such as 'Downloading x.whl (81.0 MB)', 0 without one."""
    words = line.rstrip(")").split("(")[-1].split()
    if len(words) != 2 or words[1] not in ("MB", "GB"):
        return 0.0
    return float(words[0]) * (1000 if words[1] == "GB" else 1)


def explain(lines):
    """Say why the installation failed, as far as pip's last lines tell."""
    say("\nThe installation failed. The last lines were:\n")
    for line in [each for each in lines if each][-LAST_LINES:]:
        say("    %s" % line)
    say("\n%s" % likely_reason("\n".join(lines).lower()))
    say("The whole log is in %s" % LOG)


def likely_reason(log):
    """Return the most likely reason and what to do about it; `log` is in lower case."""
    advice = next(words for signs, words in REASONS if any(sign in log for sign in signs))
    free_gb = shutil.disk_usage(ROOT).free / 1e9
    return advice % {"free_gb": free_gb, "root": ROOT, "needed_gb": DISK_GB}


# --- running


def run(command):
    """Run `command` in place of this program, as far as the system can; return its exit status."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        return wait_for(command)
    return os.execvp(command[0], command)


def wait_for(command):
    """Run `command` and return its exit status; Ctrl+C is left to it."""
    child = subprocess.Popen(command)
    while True:
        try:
            status = child.wait()
        except KeyboardInterrupt:
            continue
        return status if status >= 0 else 128 - status


def remove(path):
    """Remove a file that may not be there."""
    try:
        os.remove(path)
    except OSError:
        if os.path.exists(path):
            raise


def say(text):
    """Tell the person at the keyboard; standard output is left to the command that is run."""
    print(text, file=sys.stderr)
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on.")
        sys.exit(130)

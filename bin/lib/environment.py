"""The virtual environment: made once, filled with the pinned packages, skipped while it is right.

Runs on a bare Python: nothing but the standard library.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(words: str) -> None:
    print(words, flush=True)


def ready(*groups: str) -> None:
    """Makes .venv and installs requirements.txt, and these dependency groups of pyproject.toml.

    Ends the program with one sentence when it can't.
    """
    pins = _pins(groups)
    stamp = VENV / f"khumue-{'-'.join(('run', *groups))}.stamp"
    wanted = hashlib.sha256("\n".join([sys.version, str(ROOT), *pins]).encode()).hexdigest()
    # Of this Python and filled with these packages: asking pip would take as long as a start.
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not _works():
        _make()
    _install(pins)
    _find_project()
    stamp.write_text(wanted)


def _works() -> bool:
    try:
        return (
            subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
        )
    except OSError:
        return False


def _make() -> None:
    say("Making the virtual environment .venv")
    if not _has_venv():
        _install_venv_package()
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"The virtual environment could not be made: {made.stdout}{made.stderr}")


def _has_venv() -> bool:
    """Debian's bare Python lacks ensurepip, and says so only in the middle of the work."""
    look = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(look, capture_output=True).returncode == 0


def _install_venv_package() -> None:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    line = f"apt-get update && apt-get install -y {package}"
    if os.geteuid() != 0:
        sys.exit(f"Python's venv is missing. As root, run: {line}")
    say(f"Python's venv is missing; running: {line}")
    if subprocess.run(["sh", "-c", line], stdin=subprocess.DEVNULL).returncode:
        sys.exit(f"That did not work. Python's venv is missing; as root, run: {line}")


def _pins(groups: tuple[str, ...]) -> list[str]:
    """The pinned packages, as name==version."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    with open(ROOT / "pyproject.toml", "rb") as file:
        known = tomllib.load(file)["dependency-groups"]
    lines += [line for group in groups for line in known[group]]
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _install(pins: list[str]) -> None:
    say(f"Installing {len(pins)} packages into .venv")
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--progress-bar", "off", *pins]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    work = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    try:
        said = _follow(work.stdout, len(pins))
    except BaseException:
        work.terminate()
        raise
    if work.wait():
        sys.exit("".join(said[-15:]) + "The packages could not be installed.")


def _follow(lines, total: int) -> list[str]:
    """Says how many packages are there; returns all that pip said."""
    found, said = 0, []
    for line in lines:
        said.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            found += 1
            if found % 20 == 0 and found <= total:
                say(f"  {found} of {total} packages found")
        elif line.startswith("Installing collected"):
            say("  writing them")
    return said


def _find_project() -> None:
    """Lets programs of the environment, such as .venv/bin/pytest, find the project's packages."""
    look = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folder = subprocess.run([PYTHON, "-c", look], capture_output=True, text=True, check=True).stdout
    (Path(folder.strip()) / "khumue.pth").write_text(f"{ROOT}\n")

"""Makes the environment in .venv, with the standard library of Python 3.11 and nothing else.

    python3.11 scripts/setup.py            what Kithwork needs to run
    python3.11 scripts/setup.py test       and what its tests need, Chromium included

A stamp in .venv remembers which locks are in place, so a second call does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = ["runtime", "postgres", "cluster"]
LOCKS = {"run": RUNTIME, "test": [*RUNTIME, "test"]}
LAUNCHER = f"""#!{PYTHON}
import sys
sys.path.insert(0, {str(HERE / "src")!r})
from kithwork.cli import main
main()
"""


def main(purpose: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whatever Python make found runs this file
        raise SystemExit("Kithwork needs Python 3.11 or newer. Install it, then run make again.")
    locks = [HERE / "requirements" / f"{name}.txt" for name in LOCKS[purpose]]
    stamp, wanted = VENV / f"stamp-{purpose}", digest([*locks, Path(__file__)])
    if not PYTHON.exists():
        print("Making the environment in .venv", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    if not stamp.exists() or stamp.read_text() != wanted:
        install(locks)
        make_importable()
        stamp.write_text(wanted)
    if purpose == "test":
        find_chromium()


def digest(files: list[Path]) -> str:
    """Of the files' content and of where they stand: a moved checkout is set up anew."""
    text = b"".join(file.read_bytes() for file in files) + str(HERE).encode()
    return hashlib.sha256(text).hexdigest()


def install(locks: list[Path]) -> None:
    """With uv, which pip fetches by its hash; with pip alone where uv does not run."""
    print("Installing, once. This takes a minute or two.", flush=True)
    files = [part for lock in locks for part in ("-r", str(lock))]
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_LINK_MODE": "copy"}
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        pip = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            HERE / "requirements" / "uv.txt",
        ]
        subprocess.run(pip, env=quiet, check=False, stderr=subprocess.DEVNULL)
    if uv.exists():
        sync = [uv, "pip", "install", "-q", "--python", PYTHON, "--require-hashes", *files]
        if subprocess.run(sync, env=quiet, check=False).returncode == 0:
            return
        print("uv could not; trying pip, which takes longer.", flush=True)
    subprocess.run(
        [PYTHON, "-m", "pip", "install", "-q", "--require-hashes", *files], env=quiet, check=True
    )


def make_importable() -> None:
    """The checkout itself, without a build: a path file, and the `kithwork` command."""
    found = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (Path(found.stdout.strip()) / "kithwork.pth").write_text(f"{HERE / 'src'}\n")
    command = VENV / "bin" / "kithwork"
    command.write_text(LAUNCHER)
    command.chmod(0o755)


def find_chromium() -> None:
    """The browser journeys need a Chromium; root on a Debian machine gets one."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(
            "The tests need Chromium. Install the package `chromium`, then run make test again."
        )
    print("Installing Chromium for the browser tests, once.", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
    subprocess.run(
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
        env=quiet, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")

"""Runs a command with DATABASE_URL set to a PostgreSQL: the one on this machine, or a throw-away one.

python3.11 scripts/postgres.py COMMAND …
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

LOCAL = ("127.0.0.1", 5432)
USERS = ("postgres", "root", os.environ.get("USER", ""))
# A test cluster forgets everything on purpose, and so can be quick about it.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def main(command: list[str]) -> int:
    user = user_of_local_server()
    if user:
        url = f"postgres://{user}@{LOCAL[0]}:{LOCAL[1]}/postgres"
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    with throw_away_cluster() as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


def user_of_local_server() -> str:
    """A user whom the server at the usual address lets in without a password; empty when there is none."""
    try:
        socket.create_connection(LOCAL, timeout=2).close()
    except OSError:
        return ""
    probe = "import psycopg,sys; psycopg.connect(host=sys.argv[1],user=sys.argv[2],dbname='postgres',connect_timeout=3)"
    python = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "python"
    for user in filter(None, USERS):
        if (
            subprocess.run(
                [python, "-c", probe, LOCAL[0], user], capture_output=True, check=False
            ).returncode
            == 0
        ):
            return user
    return ""


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """A cluster in a folder of its own, on a socket only, gone afterwards."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="kithwork-pg-", dir="/tmp"))
    as_root = os.geteuid() == 0
    if as_root:  # initdb refuses root
        shutil.chown(folder, "postgres", "postgres")
    before = ["runuser", "-u", "postgres", "--"] if as_root else []
    data = folder / "data"

    def call(*command: str) -> None:
        subprocess.run([*before, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    call(f"{programs}/initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
    try:
        options = f"{QUICK} -c listen_addresses='' -k {folder}"
        call(
            f"{programs}/pg_ctl",
            "-D",
            str(data),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            options,
            "start",
        )
        yield f"postgres://postgres@/postgres?host={quote(str(folder), safe='')}"
    finally:
        subprocess.run(
            [*before, f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"], check=False
        )
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
        install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "postgresql"]
        subprocess.run(install, env=quiet, check=True, stdout=subprocess.DEVNULL)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return str(found[-1].parent)
    on_path = shutil.which("initdb")
    if on_path:
        return str(Path(on_path).parent)
    raise SystemExit("The PostgreSQL run needs PostgreSQL 15. Install the package `postgresql`.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

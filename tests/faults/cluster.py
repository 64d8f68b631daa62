"""A PostgreSQL of one's own with everything on that keeps what was written, to be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from scripts.postgres import find_programs
from tests.faults.town import free_port


class Cluster:
    """One server on a port of its own; its folder is gone afterwards."""

    def __init__(self) -> None:
        self.programs = find_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="kithwork-faults-pg-", dir="/tmp"))
        self.port = free_port()
        as_root = os.geteuid() == 0
        if as_root:  # initdb refuses root
            shutil.chown(self.folder, "postgres", "postgres")
        self.before = ["runuser", "-u", "postgres", "--"] if as_root else []
        self._call("initdb", "-D", str(self.data), "-A", "trust", "-U", "postgres")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self._call("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def kill(self) -> None:
        """The postmaster at once, without a word; its children find that out by themselves."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def start_after_kill(self, seconds: float = 20) -> None:
        """As soon as the dead one's children are gone: until then it will not share its memory with them."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.start()
            except subprocess.CalledProcessError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def restart(self) -> None:
        self._call("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")
        self.start()

    def setting(self, name: str) -> str:
        import psycopg

        with psycopg.connect(self.url) as connection:
            row = connection.execute(f"SHOW {name}").fetchone()
        return str(row[0]) if row else ""

    def remove(self) -> None:
        stop = [f"{self.programs}/pg_ctl", "-D", str(self.data), "-m", "immediate", "stop"]
        subprocess.run([*self.before, *stop], check=False, capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _call(self, program: str, *words: str) -> None:
        subprocess.run(
            [*self.before, f"{self.programs}/{program}", *words],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip

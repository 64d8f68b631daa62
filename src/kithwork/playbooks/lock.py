"""The lock: the digest of each shipped playbook, shared file and event template, by id and version.

A run keeps the text it began with, and says which version that was. So a version never means two texts:
whoever changes a file raises its version. ``make lock-playbooks`` writes the new line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kithwork.playbooks.faults import BadPlaybook, Fault
from kithwork.playbooks.load import HERE, LIBRARY, lessons_of, read_text, table

LOCK = HERE / "versions.lock"
HEAD = "# id version sha256 · written by `make lock-playbooks`; old versions stay.\n"
SHARED = ("access_check", "dictionary", "facilitation", "questions", "reciprocal_roles", "rules")

Key = tuple[str, int]


def locked(path: Path = LOCK) -> dict[Key, str]:
    """Digest by id and version, as the lock says."""
    if not path.is_file():
        return {}
    lines = (line.split() for line in path.read_text("utf-8").splitlines() if line[:1] != "#")
    return {(words[0], int(words[1])): words[2] for words in lines if words}


def present(library: Path = LIBRARY, shared: Path = HERE) -> dict[Key, tuple[str, str]]:
    """Digest and file name by id and version, as the files are now. Files that are not TOML are left to the check."""
    found: dict[Key, tuple[str, str]] = {}
    files = [*sorted(library.glob("*.toml")), *(shared / f"{name}.toml" for name in SHARED)]
    for path in [*files, *sorted((shared / "templates").glob("*.toml"))]:
        try:
            text = read_text(path)
            head = table(text, path.name)
        except BadPlaybook:
            continue
        lessons = lessons_of(path)
        if lessons:
            text = f"{text.rstrip()}\n\n{read_text(lessons)}"
        key = (str(head.get("id")), int(head.get("version") or 0))
        found[key] = (sha256(text.replace("\r\n", "\n").encode()).hexdigest(), path.name)
    return found


def faults(path: Path = LOCK, library: Path = LIBRARY, shared: Path = HERE) -> Iterator[Fault]:
    """Files that changed without a new version, and files that are not locked yet."""
    known = locked(path)
    for (name, version), (digest, file) in present(library, shared).items():
        said = known.get((name, version))
        if said is None:
            sentence = f"version {version} is not locked yet; run make lock-playbooks."
            yield Fault("not_locked", file, "version", sentence)
        elif said != digest:
            sentence = f"has changed and is still version {version}; make it {version + 1}, then make lock-playbooks."
            yield Fault("changed", file, "version", sentence)


def write(path: Path = LOCK, library: Path = LIBRARY, shared: Path = HERE) -> list[Key]:
    """Add what is new. Never changes a line.

    Raises
    ------
    BadPlaybook
        When a file changed without a new version; then nothing is written.
    """
    changed = [fault for fault in faults(path, library, shared) if fault.code == "changed"]
    if changed:
        raise BadPlaybook(changed)
    known = locked(path)
    now = {key: digest for key, (digest, _) in present(library, shared).items()}
    rows = sorted({**now, **known}.items())
    path.write_text(
        HEAD + "".join(f"{name} {version} {digest}\n" for (name, version), digest in rows), "utf-8"
    )
    return sorted(set(now) - set(known))


def main() -> int:
    """`make lock-playbooks`."""
    try:
        new = write()
    except BadPlaybook as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    sys.stdout.write(
        "".join(f"locked {name} {version}\n" for name, version in new) or "nothing new\n"
    )
    return 0


if __name__ == "__main__":  # pragma: no cover  main itself is tested
    raise SystemExit(main())

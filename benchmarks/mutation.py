"""Which small changes of the effect sizes and agreement indices no test notices.

    python3.11 -m venv build/mutation-env
    build/mutation-env/bin/pip install -r requirements/runtime.txt -r requirements/postgres.txt \\
        -r requirements/cluster.txt -r requirements/test.txt
    build/mutation-env/bin/pip install mutmut==3.8.1
    build/mutation-env/bin/python benchmarks/mutation.py             half an hour of one core, or more
    build/mutation-env/bin/python benchmarks/mutation.py --table     what the last run found
    build/mutation-env/bin/python benchmarks/mutation.py --survivors every change that no test noticed

mutmut and its environment are not among the requirements. It works on a copy in build/mutation, with a
configuration and a conftest of its own: Hypothesis draws 15 examples a test, always the same ones. A test of
speed is left out, since a slow machine would kill mutants with it. Changes that no input can tell from the
code as it is are named, with the reason, in mutation_equivalent.toml.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "build" / "mutation"
PACKAGE = Path("src/kithwork/evidence")
FOLDERS = ("agreement", "effects")
TESTS = (
    "test_agreement", "test_bcsmd", "test_effect", "test_frame", "test_golden_calls", "test_registry",
    "test_significance",
)  # fmt: skip
KILLED, SURVIVED, TIMED_OUT = {1, 3}, {0}, {24, -24, 36, 152, 255}
CONFTEST = """
import hypothesis

hypothesis.settings.register_profile(
    "mutants", deadline=None, max_examples=15, derandomize=True, database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile("mutants")
"""
SETTINGS = """
[tool.pytest.ini_options]
pythonpath = ["src", "."]
addopts = "-q --strict-markers --import-mode=importlib -p no:django -p no:xdist -p no:cacheprovider -k 'not is_quick'"
filterwarnings = ["error"]
markers = ["shared: reads the shared folder of real files"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {mutated}
also_copy = ["docs", "conftest.py"]
timeout_constant = 5.0
use_git_change_detection = false
pytest_add_cli_args_test_selection = {tests}
"""


class Mutant(NamedTuple):
    """One change of one function, what became of it, and the lines it took away and put there."""

    module: str
    name: str
    code: int | None
    before: str
    after: str

    @property
    def function(self) -> str:
        own = self.name.rpartition(".")[2].rpartition("__mutmut_")[0]
        return f"{self.module.replace('/', '.')}.{own.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def main() -> None:
    words = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    words.add_argument("--table", action="store_true")
    words.add_argument("--survivors", action="store_true")
    words.add_argument("--children", type=int, default=2)
    asked = words.parse_args()
    if not (asked.table or asked.survivors):
        prepare()
        run(asked.children)
    found = list(mutants())
    told = equivalents(found)
    if asked.survivors:
        for one in found:
            if one.code is not None and one.code not in KILLED | TIMED_OUT:
                print(f"{one.name}  {told.get(one.name, '')}\n  - {one.before}\n  + {one.after}")
    else:
        table(found, told)


def prepare() -> None:
    """A copy of what the tests need, without the product's rooms, and the configuration."""
    shutil.rmtree(COPY, ignore_errors=True)
    leave = shutil.ignore_patterns("apps", "demo", "__pycache__")
    shutil.copytree(ROOT / "src" / "kithwork", COPY / "src" / "kithwork", ignore=leave)
    shutil.copytree(ROOT / "docs" / "methods", COPY / "docs" / "methods")
    if (shared := ROOT.parent / "shared").is_dir():
        (COPY / "shared").symlink_to(shared)
    tests = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / PACKAGE / "tests").glob("test_*.py"))
        if path.stem.startswith(TESTS)
    ]
    mutated = [f"{PACKAGE}/{folder}/*.py" for folder in FOLDERS]
    (COPY / "conftest.py").write_text(CONFTEST)
    (COPY / "pyproject.toml").write_text(
        SETTINGS.format(mutated=json.dumps(mutated), tests=json.dumps(tests, indent=2))
    )


def run(children: int) -> None:
    quiet = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    subprocess.run(command, cwd=COPY, env=quiet, check=False)


def mutants() -> Iterator[Mutant]:
    """Every mutant of the last run."""
    for meta in sorted((COPY / "mutants" / PACKAGE).rglob("*.meta")):
        codes = json.loads(meta.read_text())["exit_code_by_key"]
        text = meta.with_suffix("").read_text()
        lines, spans = text.splitlines(), {}
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                own = lines[node.lineno - 1 : node.end_lineno]
                spans[node.name] = [line.replace(node.name, "") for line in own]
        module = f"{meta.parent.name}/{meta.with_suffix('').stem}"
        for name, code in codes.items():
            own = name.rpartition(".")[2]
            first = spans[own.rpartition("__mutmut_")[0] + "__mutmut_orig"]
            yield Mutant(module, name, code, *changed(first, spans[own]))


def changed(first: list[str], second: list[str]) -> tuple[str, str]:
    lines = [line for line in difflib.ndiff(first, second) if line[:2] in {"- ", "+ "}]
    return tuple(" ".join(line[2:].strip() for line in lines if line[0] == way) for way in "-+")


def equivalents(found: list[Mutant]) -> dict[str, str]:
    """Why no input can tell a survivor from the code: by its function and a part of the changed line."""
    listed = tomllib.loads((Path(__file__).parent / "mutation_equivalent.toml").read_text())
    left = [one for one in found if one.code in SURVIVED]
    told: dict[str, str] = {}
    for entry in listed["equivalent"]:
        for function, part in product(entry["functions"], entry["becomes"]):
            own = [one for one in left if one.function == function and part in one.after]
            same = [one.name for one in own if one.after == part] or [one.name for one in own]
            if len(same) != 1:
                print(f"{function}, {part!r}: {len(same)} survivors, and it must be one")
            told.update(dict.fromkeys(same, entry["why"]))
    return told


HEAD = (
    "module", "mutants", "killed", "timed out", "survived", "equivalent among them",
    "killed or timed out, of all", "the same, equivalent left out",
)  # fmt: skip


def table(found: list[Mutant], told: dict[str, str]) -> None:
    looked_at = [one for one in found if one.code is not None]
    if len(looked_at) < len(found):
        print(
            f"Not looked at, and not in the table: {len(found) - len(looked_at):,} of {len(found):,}."
        )
    print(f"| {' | '.join(HEAD)} |")
    print("|---" * len(HEAD) + "|")
    for module in sorted({one.module for one in looked_at}):
        row(module, [one for one in looked_at if one.module == module], told)
    row("**all**", looked_at, told)


def row(name: str, found: list[Mutant], told: dict[str, str]) -> None:
    killed = sum(one.code in KILLED for one in found)
    slow = sum(one.code in TIMED_OUT for one in found)
    left = [one for one in found if one.code not in KILLED | TIMED_OUT]
    same = sum(one.name in told for one in left)
    noticed, every = killed + slow, len(found)
    print(
        f"| {name} | {every:,} | {killed:,} | {slow} | {len(left)} | {same} "
        f"| {100 * noticed / every:.1f} % | {100 * noticed / (every - same):.1f} % |"
    )


if __name__ == "__main__":
    main()

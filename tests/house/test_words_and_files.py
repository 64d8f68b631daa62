"""The house keeps its own rules: small files, true map, the field's words, no foreign hosts, sound locks."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps

from kithwork.apps.trail.actions import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kithwork"
MOST_LINES = 500
BANNED_MODULES = {"utils", "helpers", "common", "misc", "manager", "service", "data", "info"}
# Words about students that never appear on a screen (decision 0009).
BANNED_WORDS = re.compile(
    r"\b(helpers?|helped|normal kids?|special needs|suffers from|wheelchair-bound|non-?verbal|mental age|"
    r"target (child|student)|buddy's kid|high-functioning|low-functioning)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://(?!localhost|127\.0\.0\.1)[\w.-]+", re.IGNORECASE)
# Names, not requests: what an SVG or a licence says.
ADDRESSES_ALLOWED = ("http://www.w3.org",)


def product_files(*endings: str) -> list[Path]:
    found = [path for ending in endings for path in SOURCE.rglob(f"*{ending}")]
    return [path for path in found if "migrations" not in path.parts and "tests" not in path.parts]


@pytest.mark.parametrize(
    "path", product_files(".py", ".js"), ids=lambda path: str(path.relative_to(SOURCE))
)
def test_files_stay_small(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_no_module_has_a_name_that_says_nothing():
    assert [path for path in product_files(".py") if path.stem in BANNED_MODULES] == []


def test_no_function_is_hidden_by_a_module_of_its_name():
    """A package that takes `remind` from one module and has another called so hands out the module: nobody can call it."""
    hidden = []
    for path in SOURCE.rglob("__init__.py"):
        inside = {one.stem for one in path.parent.iterdir()}
        package = ".".join(("kithwork", *path.parent.relative_to(SOURCE).parts))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                names = {one.name for one in node.names} & inside
                whence = [package, *(f"{package}.{name}" for name in names)]
                held = vars(import_module(package))
                # Whichever was taken last is what the package hands out.
                hidden += [
                    f"{package}: {name}"
                    for name in names
                    if node.module not in whence and isinstance(held[name], ModuleType)
                ]
    assert hidden == []


@pytest.mark.parametrize(
    "path", product_files(".html"), ids=lambda path: str(path.relative_to(SOURCE))
)
def test_templates_keep_the_policy_and_the_words(path):
    text = path.read_text()
    assert not BANNED_WORDS.search(
        re.sub(r"\{%.*?%\}", lambda tag: tag.group() if "trans" in tag.group() else "", text)
    )
    markup = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)
    inline = r"\sstyle=|<style|javascript:|\son[a-z]+=|hx-on"
    assert not re.search(inline, markup), "inline style, script or handler"
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script
    assert [one for one in ADDRESS.findall(text) if not one.startswith(ADDRESSES_ALLOWED)] == []


def test_scripts_and_styles_ask_nobody_else():
    for path in product_files(".js", ".css"):
        if path.parent.name == "vendor":  # held to its hash; its comments may name discussions
            continue
        assert [
            one
            for one in ADDRESS.findall(path.read_text())
            if not one.startswith(ADDRESSES_ALLOWED)
        ] == [], path


def test_every_icon_used_is_in_the_sprite():
    sprite = set(
        re.findall(r'id="i-([\w-]+)"', (SOURCE / "apps/ui/static/ui/icons.svg").read_text())
    )
    used = {
        name
        for path in product_files(".html")
        for name in re.findall(r'{%\s*icon "([\w-]+)"', path.read_text())
    }
    assert used - sprite == set()


def test_locks_hold_hashes_and_no_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?:|--index|--find-links|file:", text), lock.name


def test_the_package_asks_for_what_the_locks_lock():
    """Whoever installs the package without the checkout gets the same libraries."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements" / "runtime.txt").read_text()
    for asked in project["dependencies"]:
        name = re.match(r"[\w-]+", asked).group()
        assert re.search(rf"^{name}==", locked, re.MULTILINE | re.IGNORECASE), name
    for extra, asked in project["optional-dependencies"].items():
        lines = (ROOT / "requirements" / f"{extra}.in").read_text().splitlines()
        assert [line for line in lines if line[:1] not in "#-"] == asked


def test_every_action_names_a_person_and_a_verb():
    for config in apps.get_app_configs():
        if config.name.startswith("kithwork.apps.") and find_spec(f"{config.name}.actions"):
            import_module(f"{config.name}.actions")
    assert len(ACTIONS) > 20
    for verb, act in ACTIONS.items():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", verb), verb
        assert "by" in signature(act).parameters, verb


def test_the_map_names_every_room_and_only_those():
    said = set(
        re.findall(r"^\| `apps/(\w+)`", (ROOT / "docs" / "map.md").read_text(), re.MULTILINE)
    )
    rooms = {path.name for path in (SOURCE / "apps").iterdir() if (path / "__init__.py").exists()}
    assert said == rooms


def test_every_room_is_placed_on_a_floor_and_says_what_it_is_for():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    floors = next(
        one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"
    )["layers"]
    placed = {room.strip() for floor in floors for room in floor.split("|")}
    for config in apps.get_app_configs():
        if config.name.startswith("kithwork.apps."):
            assert config.label in placed
            assert len((config.module.__doc__ or "").split()) >= 15, config.label

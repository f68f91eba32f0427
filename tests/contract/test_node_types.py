"""A step type has every side: the core, the canvas, words in both languages, and its page.

docs/adding-a-node-type.md is the list; here each of its lines fails when it was forgotten.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journeys.core.graph import Graph
from journeys.core.nodes import NODE_TYPES
from journeys.core.problem_texts import TEXTS
from journeys.core.program import Catalog
from journeys.core.properties import NAMES
from journeys.core.schema import SETTINGS, node_types
from journeys.core.structure import structure_faults
from journeys.core.words import Words

ROOT = Path(__file__).resolve().parents[2]
CANVAS = ROOT / "frontend/src"
TYPES = list(NODE_TYPES)
SIDES = (
    "TYPE", "CATEGORY", "ICON", "NAMES", "DESCRIPTION", "PORTS", "CONFIG", "ports", "check", "compile",
)  # fmt: skip


def text(*parts: str) -> str:
    return (CANVAS.joinpath(*parts)).read_text(encoding="utf-8")


def words(language: str) -> dict[str, str]:
    """The canvas's words: key -> text, of those that stand on one line."""
    found = re.findall(r'^  (\w+): "((?:[^"\\]|\\.)*)",$', text(f"words/{language}.ts"), re.M)
    return dict(found)


def folder(kind: str) -> str:
    """Everything in a step type's folder of the canvas."""
    return "".join(path.read_text() for path in sorted((CANVAS / "nodes" / kind).glob("*.ts*")))


def settings_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, schema) of each setting, those of rows too."""
    for name, told in schema.get("properties", {}).items():
        yield name, told
        yield from settings_of(told.get("items", {}))


@pytest.mark.parametrize("kind", TYPES)
def test_the_core_has_its_module(kind):
    module = NODE_TYPES[kind]
    assert kind == module.TYPE
    assert module.__name__ == f"journeys.core.steps.{kind}"
    assert [side for side in SIDES if not hasattr(module, side)] == []


@pytest.mark.parametrize("kind", TYPES)
def test_the_canvas_has_its_folder(kind):
    assert (CANVAS / "nodes" / kind / "index.ts").exists()
    assert (CANVAS / "nodes" / kind / "Form.tsx").exists()
    assert f'import {{ {kind} }} from "./{kind}"' in text("nodes/index.ts")


def test_the_canvas_has_no_folder_without_a_module():
    folders = {path.name for path in (CANVAS / "nodes").iterdir() if path.is_dir()}
    assert folders == set(TYPES)


def test_the_canvas_knows_the_same_types_and_settings():
    told = text("graph/types.ts")
    configs = re.search(r"export type Configs = \{(.*?)\};", told, re.S)
    settings = re.search(r"export type Settings = \{(.*?)\};", told, re.S)
    assert set(re.findall(r"(\w+):", configs[1])) == set(TYPES)
    assert set(re.findall(r"(\w+):", settings[1])) == set(SETTINGS["properties"])


@pytest.mark.parametrize("kind", TYPES)
def test_the_canvas_knows_every_choice(kind):
    told = text("graph/types.ts")
    choices = {
        choice
        for _, schema in settings_of(NODE_TYPES[kind].CONFIG)
        for choice in (*schema.get("enum", ()), *schema.get("items", {}).get("enum", ()))
    }
    assert sorted(choice for choice in choices if f'"{choice}"' not in told) == []


@pytest.mark.parametrize("kind", TYPES)
def test_every_setting_can_be_edited_in_its_pane(kind):
    shown = folder(kind) + "".join(path.read_text() for path in (CANVAS / "pane").glob("*.tsx"))
    names = {name for name, _ in settings_of(NODE_TYPES[kind].CONFIG)}
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", shown)) == []


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_has_one_name_in_each_language(kind, language):
    """What the list of step types calls it, the canvas calls it too."""
    (word,) = re.findall(r'^  word: "(\w+)",$', text("nodes", kind, "index.ts"), re.M)
    assert words(language)[word] == NODE_TYPES[kind].NAMES[language]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_can_be_told_in_words(kind, language):
    drawn = Graph.from_json({"nodes": {"a": {"type": kind, "config": {}}}, "edges": []})
    told = Words(drawn, Catalog({}, {}, {}), language).to_json()
    assert told["steps"]["a"]


@pytest.mark.parametrize("kind", TYPES)
def test_its_page_tells_settings_ports_errors_and_an_example(kind):
    page = (ROOT / "docs/steps.md").read_text()
    section = re.search(rf"^## `{kind}`.*?(?=^## |\Z)", page, re.S | re.M)
    assert section, f"docs/steps.md has no section on {kind}"
    for heading in ("Settings", "Ports", "Errors", "Example"):
        assert f"**{heading}**" in section[0]
    names = {name for name, _ in settings_of(NODE_TYPES[kind].CONFIG)}
    assert sorted(name for name in names if f"`{name}`" not in section[0]) == []
    ports = {rule["port"].replace("{key}", "") for rule in NODE_TYPES[kind].PORTS}
    assert sorted(port for port in ports if f"`{port}" not in section[0]) == []


@pytest.mark.parametrize("kind", TYPES)
def test_the_example_on_its_page_can_be_saved(kind):
    page = (ROOT / "docs/steps.md").read_text()
    section = re.search(rf"^## `{kind}`.*?(?=^## |\Z)", page, re.S | re.M)
    assert section is not None
    (example,) = re.findall(r"^```json\n(.*?)^```", section[0], re.S | re.M)
    step = json.loads(example)
    assert step["type"] == kind
    assert structure_faults({"graph": {"nodes": {"a": step}, "edges": []}}) == []


def test_the_page_names_every_property_and_setting_of_a_journey():
    page = (ROOT / "docs/steps.md").read_text()
    assert sorted(name for name in NAMES if f"`${{{name}}}`" not in page) == []
    assert sorted(name for name in SETTINGS["properties"] if f"`{name}`" not in page) == []


def test_the_page_on_adding_one_names_every_side():
    page = (ROOT / "docs/adding-a-node-type.md").read_text()
    places = (
        "journeys/core/steps/", "journeys/core/nodes.py", "journeys/core/words.py", "frontend/src/nodes/",
        "frontend/src/nodes/index.ts", "frontend/src/graph/types.ts", "frontend/src/words/",
        "docs/steps.md", "tests/unit/journeys_core/", "tests/contract/test_node_types.py",
    )  # fmt: skip
    assert [place for place in places if place not in page] == []
    assert [side for side in SIDES if f"`{side}" not in page] == []


def test_every_problem_has_its_sentence_on_the_canvas():
    told = text("words/problems.ts")
    assert [code for code in TEXTS if not re.search(rf"^  {code}: ", told, re.M)] == []


def test_no_two_types_look_the_same():
    looks = [(kind["icon"], kind["names"]["en"]) for kind in node_types()["types"]]
    assert len({icon for icon, _ in looks}) == len(looks)
    assert len({name for _, name in looks}) == len(looks)

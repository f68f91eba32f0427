"""What a user can meet is written down: settings, step types, functions, tasks, calls."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.contract.routes import routes

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text()


def settings_read() -> set[str]:
    """The environment's names that config/settings.py asks for."""
    text = (ROOT / "config/settings.py").read_text()
    return set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z][A-Z0-9_]+)"', text))


@pytest.mark.parametrize("place", ["docs/settings.md", ".env.example"])
def test_every_setting_is_written_down(place):
    text = (ROOT / place).read_text()
    assert sorted(name for name in settings_read() if name not in text) == []


@pytest.mark.parametrize(
    "place", ["README.md", *sorted(f"docs/{p.name}" for p in DOCS.glob("*.md"))]
)
def test_every_link_leads_somewhere(place):
    file = ROOT / place
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", file.read_text())
    assert [link for link in links if not (file.parent / link).exists()] == []


@pytest.mark.parametrize("requirements", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_has_its_reason(requirements):
    lines = (ROOT / requirements).read_text().splitlines()
    names = [re.split(r"[\[=]", line)[0] for line in lines if line[:1].isalpha()]
    text = page("dependencies.md")
    assert names
    assert [name for name in names if name not in text] == []


def test_every_step_type_is_on_its_page():
    schema = pytest.importorskip("journeys.core.schema")
    text = page("steps.md")
    types = [kind["type"] for kind in schema.node_types()["types"]]
    assert [kind for kind in types if f"`{kind}`" not in text] == []


def test_every_task_is_written_down():
    pytest.importorskip("journeys.tasks")
    source = (ROOT / "journeys/tasks.py").read_text()
    names = set(re.findall(r'name="(journeys\.\w+)"', source))
    text = page("engine.md")
    assert names
    assert sorted(name for name in names if name not in text) == []


def test_every_call_of_journeys_is_in_the_page_of_the_api():
    text = page("api.md")
    ours = [
        route.path.replace("<int:journey_id>", "{id}")
        .replace("<int:number>", "{number}")
        .replace("<str:node>", "{node}")
        for route in routes()
        if route.path.startswith("/api/v1/journey")
    ]
    assert [path for path in ours if path not in text] == []


def test_the_page_of_the_api_names_the_schema():
    assert reverse("schema") in page("api.md")


def test_every_call_of_events_is_on_its_page():
    text = page("events.md")
    shown = {"str:key": "key", "str:inlet": "inlet", "int:key_id": "id", "int:event_id": "id"}
    ours = [
        re.sub(r"<(\S+?)>", lambda found: "{" + shown[found[1]] + "}", route.path)
        for route in routes()
        if getattr(route.view, "cls", route.view).__module__.startswith("events.")
    ]
    assert len(ours) > 10
    assert [path for path in ours if path not in text] == []

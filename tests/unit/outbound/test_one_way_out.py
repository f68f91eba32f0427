"""Everything that leaves by HTTP goes through ``outbound``: nobody else has a client."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = (
    "access", "actions", "config", "datasources", "demo", "events", "expressions", "journeys",
    "remote",
)  # fmt: skip
CLIENTS = {
    "aiohttp", "ftplib", "http.client", "httpx", "pycurl", "requests", "socket", "telnetlib",
    "urllib.request", "urllib3", "xmlrpc.client",
}  # fmt: skip
# None of these calls an address that a user can set.
ALLOWED = {
    ("demo/management/commands/show_demo.py", "urllib.request"),
    ("config/patience.py", "socket"),  # a server's, to hang up on a client
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def clients(name: str) -> set[str]:
    return {client for client in CLIENTS if name == client or name.startswith(f"{client}.")}


def test_no_other_part_has_an_http_client():
    found = {
        (str(path.relative_to(ROOT)), client)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in imported(path)
        for client in clients(name)
    }
    assert found - ALLOWED == set()

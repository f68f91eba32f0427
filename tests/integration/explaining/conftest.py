"""Stories that are explained afterwards, and people who ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from tests.scenarios.conftest import story

__all__ = ["story"]


@pytest.fixture
def api_of(transactional_db: None) -> Callable[[str], APIClient]:
    """The API as somebody of this role sees it."""

    def make(role: str) -> APIClient:
        user = User.objects.create(username=role)
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        client = APIClient()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def api(api_of: Callable[[str], APIClient]) -> APIClient:
    return api_of("business")


@pytest.fixture
def get(api: APIClient) -> Callable[[str], Any]:
    """What the API answers to a business user's GET; it must be a 200."""

    def read(path: str) -> Any:
        answer = api.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return read

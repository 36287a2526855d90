"""The store of every test."""

import pytest

from linli.store.testing import Here, here


@pytest.fixture
def them() -> Here:
    return here()

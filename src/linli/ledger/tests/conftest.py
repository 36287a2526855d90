"""Where the accounts of a test stand."""

import pytest

from linli.places.models import Area
from linli.places.testing import a_neighbourhood


@pytest.fixture
def community() -> Area:
    return a_neighbourhood().community

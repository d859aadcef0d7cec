"""A request with an offer that waits, and a proposal, all of the author's organization."""

from __future__ import annotations

import pytest

from projects.tests.makers import SECRET, make_offer, make_proposal, make_request


@pytest.fixture
def request_(cast):
    return make_request(organization=cast.organization, author=cast.author)


@pytest.fixture
def offer(cast, request_):
    return make_offer(request_, cast.other_organization, cast.outsider, text=f"We train two of your people {SECRET}.")


@pytest.fixture
def proposal(cast):
    return make_proposal(organization=cast.organization, author=cast.author)

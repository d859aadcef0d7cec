"""How many new texts one person may begin (ASVS 2.4.1): what was typed is kept when it is too many."""

import uuid

import pytest

from csonet.content.models import Item

pytestmark = pytest.mark.django_db


def post(client, cast, **more):
    given = {"key": str(uuid.uuid4()), "title": "Rain kept in jars", "language": "en", "audience": "public"}
    given |= {"organization": cast.organization.pk, "licence": "cc-by-4.0", "action": "We fired jars.", **more}
    return client.post("/en/practices/new/", given)


def test_too_many_new_texts_are_refused_for_a_while_and_what_was_typed_is_kept(cast, signed_in, settings):
    settings.POST_RATE = "2/h/user"
    client = signed_in(cast.author)
    assert [post(client, cast).status_code for _n in range(2)] == [302, 302]
    refused = post(client, cast, action="Written for an hour.")
    assert refused.status_code == 429
    page = refused.content.decode()
    assert "Written for an hour." in page
    assert "You began very many texts" in page
    assert Item.objects.count() == 2
    assert post(signed_in(cast.colleague), cast).status_code == 302, "others of the organization go on"


def test_a_form_that_is_sent_twice_counts_once(cast, signed_in, settings):
    settings.POST_RATE = "1/h/user"
    client, key = signed_in(cast.author), str(uuid.uuid4())
    assert post(client, cast, key=key).status_code == 302
    assert post(client, cast, key=key).status_code == 302
    assert Item.objects.count() == 1

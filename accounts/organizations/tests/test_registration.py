"""The journey of a registration: near names, the form, the decision, mending, and what bad input gets."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Membership, Organization, VerificationDecision
from accounts.organizations.verifying import move
from csonet.reference.models import Country
from csonet.testing.makers import make_organization, make_user

NEW = "/en/organizations/new/"


@pytest.fixture
def kenya(db):
    region = None
    return Country.objects.get_or_create(
        code="KE", defaults={"iso3": "KEN", "m49": "404", "name_en": "Kenya", "region": region}
    )[0]


@pytest.fixture
def typed(kenya):
    """What a complete but short form sends."""
    return {"name": "Kilifi Bee Keepers Union", "type": "association", "country": "KE", "version": "1"}


@pytest.fixture
def applicant(db):
    return make_user("applicant")


def picture(kind="PNG") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (900, 300), "teal").save(buffer, kind)
    return SimpleUploadedFile("logo.png", buffer.getvalue(), content_type="image/png")


def test_it_asks_to_sign_in(visitor, db):
    response = visitor.get(NEW)
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_from_a_name_to_an_approved_profile(signed_in, applicant, cast, typed, visitor):
    client = signed_in(applicant)
    assert "Legal name of the organization" in client.get(NEW).content.decode()
    page = client.get(NEW, {"name": typed["name"], "country": "KE"}).content.decode()
    assert 'value="Kilifi Bee Keepers Union"' in page  # no near name: the form at once, prefilled
    response = client.post(NEW, typed, follow=True)
    organization = Organization.objects.get(name=typed["name"])
    assert (organization.verification, organization.applicant) == ("registered", applicant)
    assert Membership.objects.get(organization=organization, user=applicant).role == "owner"
    assert "waits for the NGO Branch" in response.content.decode()
    assert visitor.get(organization.get_absolute_url()).status_code == 404
    move(organization, "approve", actor=cast.branch)
    page = visitor.get(organization.get_absolute_url()).content.decode()
    assert "Kilifi Bee Keepers Union" in page
    assert "Kenya" in page


def test_near_names_come_first_with_what_can_be_done(signed_in, applicant, cast):
    listed = make_organization("Water for All Society", verification="listed")
    page = signed_in(applicant).get(NEW, {"name": "Water for all"}).content.decode()
    assert f"/organizations/{listed.slug}/claim/" in page
    assert f"/organizations/{cast.organization.slug}/join/" in page
    assert 'name="step" value="details"' in page


def test_going_on_in_spite_of_near_names(signed_in, applicant, cast):
    page = signed_in(applicant).get(NEW, {"name": "Water for All", "step": "details"}).content.decode()
    assert 'name="mission"' in page


def test_another_name_in_the_form_shows_its_near_names_before_it_is_sent(signed_in, applicant, cast, typed):
    listed = make_organization("Water for All Society", verification="listed")
    client = signed_in(applicant)
    form = client.get(NEW, {"name": typed["name"], "country": "KE"}).content.decode()
    assert 'name="shown" value="Kilifi Bee Keepers Union"' in form
    assert 'data-suggest="/en/organizations/suggest/"' in form
    sent = {**typed, "name": "Water for All", "mission": "We dig wells.", "shown": typed["name"]}
    page = client.post(NEW, sent).content.decode()
    assert f"/organizations/{listed.slug}/claim/" in page
    assert "We dig wells." in page
    assert "None of these: go on" in page
    assert not Organization.objects.filter(applicant=applicant).exists()
    assert 'name="shown" value="Water for All"' in page
    assert client.post(NEW, {**sent, "shown": "Water for All"}).status_code == 302
    assert Organization.objects.get(applicant=applicant).name == "Water for All"


def test_suggestions_while_typing_show_only_what_one_may_see(signed_in, applicant, newcomer, cast):
    url = "/en/organizations/suggest/"
    assert "Water for All Association" in signed_in(applicant).get(url, {"name": "water for al"}).content.decode()
    assert "New Dawn" not in signed_in(applicant).get(url, {"name": "new dawn foundation"}).content.decode()
    assert "New Dawn" in signed_in(newcomer).get(url, {"name": "new dawn foundation"}).content.decode()


def test_suggestions_have_a_limit(signed_in, applicant):
    client = signed_in(applicant)
    answers = {client.get("/en/organizations/suggest/", {"name": "x"}).status_code for _ in range(125)}
    assert answers == {200, 429}


def test_sending_twice_makes_one(signed_in, applicant, typed):
    client = signed_in(applicant)
    client.post(NEW, typed)
    response = client.post(NEW, typed, follow=True)
    assert Organization.objects.filter(name=typed["name"]).count() == 1
    assert "sent this registration already" in response.content.decode()


def test_three_may_wait_and_a_fourth_keeps_its_text(signed_in, applicant, typed):
    client = signed_in(applicant)
    for name in ("Union of Tailors", "Circle of Potters", "League of Weavers"):
        client.post(NEW, {**typed, "name": name})
    response = client.post(NEW, {**typed, "mission": "We keep bees."})
    assert "We keep bees." in response.content.decode()
    assert not Organization.objects.filter(name=typed["name"]).exists()
    assert "not decided yet" in client.get(NEW).content.decode()


@pytest.mark.parametrize(
    "website", ["NON", "n/a", "ftp://example.org", "javascript:alert(1)", "info@example.org", "none"]
)
def test_what_is_no_web_site_is_refused_with_the_text_kept(signed_in, applicant, typed, website):
    page = signed_in(applicant).post(NEW, {**typed, "website": website}).content.decode()
    assert "not the address of a web page" in page
    assert "Kilifi Bee Keepers Union" in page
    assert not Organization.objects.filter(name=typed["name"]).exists()


def test_a_web_site_without_its_scheme_is_taken(signed_in, applicant, typed):
    signed_in(applicant).post(NEW, {**typed, "website": "www.example.org"})
    assert Organization.objects.get(name=typed["name"]).website == "https://www.example.org"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "a\x00b"},
        {"name": "\u202e\u2066"},
        {"name": "x" * 301},
        {"name": "!!!"},
        {"mission": "m" * 100_000},
        {"type": "pirates"},
        {"country": "XX"},
        {"countries": ["KE", "XX"]},
        {"fields": ["99-99"]},
        {"goals": ["18", "x"]},
        {"languages": ["tlh"]},
        {"established": "3024"},
        {"established": "2010", "registration_year": "1990"},
        {"former_names": "\n".join(f"Name {n}" for n in range(11))},
        {"parent_name": "Nobody Knows This One"},
        {"contact_email": "nobody"},
        {"logo": SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")},
        {"logo": SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\nbroken")},
    ],
)
def test_bad_input_gets_a_message_and_makes_no_row(signed_in, applicant, typed, change):
    before = Organization.objects.count()
    response = signed_in(applicant).post(NEW, {**typed, **change})
    assert response.status_code == 200
    assert 'class="error-summary"' in response.content.decode()
    assert Organization.objects.count() == before


def test_rows_that_only_the_branch_writes_cannot_be_sent(signed_in, applicant, typed, cast):
    signed_in(applicant).post(
        NEW, {**typed, "verification": "verified", "applicant": cast.author.pk, "is_demo": "on", "slug": "mine"}
    )
    organization = Organization.objects.get(name=typed["name"])
    assert (organization.verification, organization.applicant, organization.is_demo) == ("registered", applicant, False)
    assert organization.slug == "kilifi-bee-keepers-union"


def test_directions_and_control_characters_are_taken_out(signed_in, applicant, typed):
    signed_in(applicant).post(NEW, {**typed, "mission": "We \u202ekeep\x07 bees"})
    assert Organization.objects.get(name=typed["name"]).mission == "We keep bees"


def test_a_logo_is_drawn_anew_and_shown_to_those_who_may_see(signed_in, applicant, typed, visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    signed_in(applicant).post(NEW, {**typed, "logo": picture()})
    organization = Organization.objects.get(name=typed["name"])
    url = f"/en/organizations/{organization.slug}/logo.webp"
    assert visitor.get(url).status_code == 404
    response = signed_in(applicant).get(url)
    assert Image.open(io.BytesIO(response.getvalue())).size == (400, 133)
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/webp", "nosniff")


def test_a_returned_registration_is_mended_in_the_same_form(signed_in, newcomer, cast, typed):
    organization = cast.waiting_organization
    move(organization, "return", actor=cast.branch, text="Where are you registered?")
    client = signed_in(newcomer)
    url = f"/en/organizations/{organization.slug}/edit/"
    page = client.get(url).content.decode()
    assert "Where are you registered?" in page
    assert 'value="New Dawn Foundation"' in page
    organization.refresh_from_db()
    sent = {**typed, "name": organization.name, "version": organization.version, "registration_authority": "Nairobi"}
    client.post(url, {**sent, "resubmit": "1"})
    organization.refresh_from_db()
    assert (organization.verification, organization.registration_authority) == ("registered", "Nairobi")


def test_a_conflict_keeps_what_was_typed(signed_in, author, colleague, cast, typed):
    url = f"/en/organizations/{cast.organization.slug}/edit/"
    sent = {**typed, "version": cast.organization.version}
    signed_in(colleague).post(url, {**sent, "mission": "The colleague's words"})
    response = signed_in(author).post(url, {**sent, "mission": "The author's words"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "The author&#x27;s words" in page
    assert "Somebody else changed this profile" in page
    cast.organization.refresh_from_db()
    assert cast.organization.mission == "The colleague's words"
    signed_in(author).post(url, {**sent, "version": cast.organization.version, "mission": "The author's words"})
    cast.organization.refresh_from_db()
    assert cast.organization.mission == "The author's words"


def test_the_approved_name_is_the_branchs_to_change(signed_in, author, cast, typed):
    url = f"/en/organizations/{cast.organization.slug}/edit/"
    signed_in(author).post(url, {**typed, "name": "World Government", "is_un_entity": "on"})
    cast.organization.refresh_from_db()
    assert (cast.organization.name, cast.organization.is_un_entity) == ("Water for All Association", False)
    assert cast.organization.country_id == "KE"


def test_lists_are_kept_and_every_edit_is_recorded(signed_in, author, cast, typed):
    url = f"/en/organizations/{cast.organization.slug}/edit/"
    signed_in(author).post(
        url, {**typed, "former_names": "Wells for All\nWater First", "goals": ["6", "13"], "countries": ["KE"]}
    )
    assert {former.name for former in cast.organization.former_names.all()} == {"Wells for All", "Water First"}
    assert list(cast.organization.goals.values_list("pk", flat=True)) == [6, 13]
    step = VerificationDecision.objects.get(organization=cast.organization)
    assert (step.action, step.actor) == ("edit", author)
    assert {"goals", "former_names", "countries"} <= set(step.changed)


@pytest.mark.parametrize("who", ["outsider", "newcomer", "moderator"])
def test_nobody_edits_anothers_profile(signed_in, cast, typed, who):
    client = signed_in(getattr(cast, who))
    url = f"/en/organizations/{cast.organization.slug}/edit/"
    assert client.get(url).status_code == 404
    assert client.post(url, typed).status_code == 404
    cast.organization.refresh_from_db()
    assert cast.organization.country_id is None


def test_history_is_for_its_people_and_the_branch(signed_in, cast, outsider, newcomer, branch):
    move(cast.waiting_organization, "return", actor=branch, text="Which papers?")
    url = f"/en/organizations/{cast.waiting_organization.slug}/history/"
    assert signed_in(outsider).get(url).status_code == 404
    for person in (newcomer, branch):
        assert "Which papers?" in signed_in(person).get(url).content.decode()

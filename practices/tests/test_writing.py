"""From draft to public page, and nothing typed is lost on the way."""

from __future__ import annotations

import uuid

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import Item, Revision
from csonet.content.publication import move
from csonet.testing.makers import join, make_organization, make_practice, make_user
from practices.forms import PracticeForm, UseForm
from practices.models import Practice

pytestmark = pytest.mark.django_db
NEW = "/en/practices/new/"


def typed(cast, **changes):
    """What a browser sends for a complete practice."""
    data = {
        "key": str(uuid.uuid4()),
        "version": "0",
        "seen": timezone.now().isoformat(),
        "title": "Rain water kept in village tanks",
        "summary": "Twelve villages keep rain for the dry months.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "audience": "public",
        "licence": "cc-by-4.0",
        "action": "<p>Families built <strong>tanks</strong>.</p>",
        "goals": ["6"],
        "countries": ["KE"],
        "tags": "water, rain",
    }
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def edit_data(cast, item, **changes):
    return typed(cast, version=str(item.version), key=None, **changes)


def test_the_story_of_a_practice(cast, signed_in, visitor):
    author, branch = signed_in(cast.author), cast.branch
    answer = author.post(NEW, typed(cast, do="submit"), follow=True)
    item = Practice.objects.get()
    assert answer.redirect_chain[-1][0] == f"/en/practices/{item.slug}/"
    assert "Waiting for the moderators" in answer.content.decode()
    assert visitor.get(item.get_absolute_url()).status_code == 404

    move(item, "return", actor=branch, text="Please say who paid for it.")
    page = author.get(f"/en/practices/{item.slug}/edit/").content.decode()
    assert "Please say who paid for it." in page
    item.refresh_from_db()
    author.post(f"/en/practices/{item.slug}/edit/", edit_data(cast, item, resources="The district paid.", do="submit"))
    item.refresh_from_db()
    assert item.status == "submitted"

    move(item, "approve", actor=branch)
    page = visitor.get(item.get_absolute_url()).content.decode()
    assert "<strong>tanks</strong>" in page
    assert "The district paid." in page
    assert item.title in visitor.get("/en/practices/?goal=6&country=KE").content.decode()


def test_the_address_is_made_of_the_final_title(cast, signed_in):
    client = signed_in(cast.author)
    client.post(NEW, typed(cast, title="Untitled"))
    item = Item.objects.get()
    client.post(f"/en/practices/{item.slug}/edit/", edit_data(cast, item, title="Rain in jars", do="submit"))
    item.refresh_from_db()
    assert (item.slug, item.status) == ("rain-in-jars", "submitted")


def test_a_draft_needs_a_title_and_no_more(cast, signed_in):
    client = signed_in(cast.author)
    page = client.post(NEW, typed(cast, title="", summary="I typed this already"))
    assert "I typed this already" in page.content.decode()
    assert not Item.objects.exists()
    client.post(NEW, typed(cast, summary="", action="", goals=[], countries=[]))
    assert Item.objects.get().status == "draft"


def test_what_is_missing_is_said_at_the_field_and_on_top_with_all_that_was_typed(cast, signed_in):
    page = signed_in(cast.author).post(NEW, typed(cast, summary="", do="submit")).content.decode()
    assert 'class="error-summary"' in page
    assert "id_summary_error" in page
    assert "Families built" in page
    assert not Item.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_item(cast, signed_in):
    client, data = signed_in(cast.author), typed(cast, do="submit")
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first.url == second.url
    assert Item.objects.get().decisions.count() == 1


def test_the_key_of_a_stranger_opens_nothing(cast, signed_in):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author)
    data = typed(cast, key=str(item.key), organization=str(cast.other_organization.pk))
    signed_in(cast.outsider).post(NEW, data)
    item.refresh_from_db()
    assert item.title != data["title"]
    assert Item.objects.filter(organization=cast.other_organization).get().author == cast.outsider


def test_nobody_writes_for_an_organization_that_is_not_theirs(cast, signed_in):
    client = signed_in(cast.outsider)
    page = client.post(NEW, typed(cast, do="submit"))
    assert page.status_code == 200
    assert page.context["form"].errors["organization"]
    assert not Item.objects.exists()


def test_extra_fields_of_a_forged_form_change_nothing(cast, signed_in):
    forged = {
        "status": "published",
        "author": cast.branch.pk,
        "published_at": "2020-01-01",
        "slug": "mine",
        "kind": "x",
    }
    signed_in(cast.author).post(NEW, typed(cast, **forged, responses="99", id="7"))
    item = Item.objects.get()
    assert (item.status, item.author, item.responses, item.published_at) == ("draft", cast.author, 0, None)


def test_newcomers_read_what_they_wait_for(cast, signed_in):
    for answer in (signed_in(cast.newcomer).get(NEW), signed_in(cast.newcomer).post(NEW, typed(cast))):
        assert answer.status_code == 403
        assert cast.waiting_organization.name in answer.content.decode()
    assert not Item.objects.exists()


def test_text_is_kept_when_the_session_ran_out(cast, visitor):
    answer = visitor.post(NEW, typed(cast, title="Written for an hour"))
    assert answer.status_code == 302
    assert "/login" in answer.url
    visitor.force_login(cast.author)
    assert "Written for an hour" in visitor.get(NEW).content.decode()


# --- Saving while one writes ----------------------------------------------------------------------------------------


def test_autosave_keeps_text_that_is_not_valid_yet(cast, signed_in):
    client = signed_in(cast.author)
    data = typed(cast, links="not an address", started="soon")
    answer = client.post(f"{NEW}autosave/", data).json()
    item = Item.objects.get()
    assert item.status == "draft"
    assert answer["edit_url"] == f"/en/practices/{item.slug}/edit/"
    page = client.get(answer["edit_url"]).content.decode()
    assert "not an address" in page
    assert "Families built" in page
    again = client.post(f"{NEW}autosave/", {**data, "links": "https://example.org/"})
    assert again.status_code == 200
    assert Item.objects.count() == 1


def test_the_form_of_an_autosaved_draft_can_still_be_sent(cast, signed_in):
    client, data = signed_in(cast.author), typed(cast, do="submit")
    client.post(f"{NEW}autosave/", data)
    client.post(NEW, data)
    item = Item.objects.get()
    assert (item.status, item.summary) == ("submitted", data["summary"])
    assert not Revision.objects.exists()


def test_autosave_has_nothing_to_keep_without_a_title(cast, signed_in):
    assert signed_in(cast.author).post(f"{NEW}autosave/", typed(cast, title="")).status_code == 204
    assert not Item.objects.exists()


def test_autosave_is_for_the_authors_side(cast, signed_in, visitor):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author)
    address = f"/en/practices/{item.slug}/autosave/"
    data = edit_data(cast, item)
    assert signed_in(cast.outsider).post(address, data).status_code == 404
    assert signed_in(cast.newcomer).post(f"{NEW}autosave/", data).status_code == 403
    assert visitor.post(address, data, headers={"accept": "application/json"}).status_code == 401
    assert signed_in(cast.colleague).post(address, data).status_code == 200
    assert Revision.objects.get().edited_by == cast.colleague


def test_autosave_of_what_waits_for_the_moderators_is_a_conflict(cast, signed_in):
    item = make_practice(status="submitted", organization=cast.organization, author=cast.author)
    answer = signed_in(cast.author).post(f"/en/practices/{item.slug}/autosave/", edit_data(cast, item))
    assert answer.status_code == 409
    assert not Revision.objects.exists()


# --- Two people, one text -------------------------------------------------------------------------------------------


def test_a_stale_version_shows_what_changed_and_keeps_what_was_typed(cast, signed_in):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author)
    address = f"/en/practices/{item.slug}/edit/"
    signed_in(cast.colleague).post(address, edit_data(cast, item, summary="The colleague's words."))
    mine = edit_data(cast, item, summary="My own words.")
    page = signed_in(cast.author).post(address, mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "The colleague" in text
    assert "My own words." in text
    assert '<input type="hidden" name="version" value="2">' in text
    item.refresh_from_db()
    assert item.summary == "The colleague's words."
    assert signed_in(cast.author).post(address, {**mine, "version": "2"}).status_code == 302
    item.refresh_from_db()
    assert item.summary == "My own words."


def test_a_colleague_who_types_meanwhile_is_not_overwritten(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    data = edit_data(cast, item, summary="Mine.")
    signed_in(cast.colleague).post(f"/en/practices/{item.slug}/autosave/", {**data, "summary": "Theirs."})
    page = signed_in(cast.author).post(f"/en/practices/{item.slug}/edit/", data)
    assert page.status_code == 409
    assert Revision.objects.get().data["summary"] == ["Theirs."]
    assert "Theirs." in page.content.decode()


# --- Published work -------------------------------------------------------------------------------------------------


def test_an_edit_of_published_work_waits_while_the_approved_text_stays(cast, signed_in, visitor):
    item = make_practice(organization=cast.organization, author=cast.author)
    client, address = signed_in(cast.author), f"/en/practices/{item.slug}/edit/"
    client.post(address, edit_data(cast, item, summary="Fourteen villages."))
    client.post(address, edit_data(cast, item, summary="Fifteen villages.", do="submit"))
    revision = Revision.objects.get()
    assert (revision.status, revision.item.status) == ("submitted", "published")
    page = visitor.get(item.get_absolute_url()).content.decode()
    assert item.summary in page
    assert "Fifteen" not in page
    preview = f"/en/practices/{item.slug}/preview/"
    assert "Fifteen villages." in signed_in(cast.branch).get(preview).content.decode()
    assert visitor.get(preview).status_code == 404
    assert signed_in(cast.outsider).get(preview).status_code == 404
    locked = client.post(address, edit_data(cast, item, summary="Sixteen villages."))
    assert locked.status_code == 409
    assert "Sixteen villages." in locked.content.decode()
    move(revision, "approve", actor=cast.branch)
    assert "Fifteen villages." in visitor.get(item.get_absolute_url()).content.decode()


def test_changes_can_be_taken_back_and_discarded(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    client = signed_in(cast.author)
    client.post(f"/en/practices/{item.slug}/edit/", edit_data(cast, item, summary="Other.", do="submit"))
    for action in ("take-back", "discard"):
        item.refresh_from_db()
        revision = Revision.objects.get()
        act = {"action": action, "version": item.version, "revision": revision.pk}
        assert client.post(f"/en/practices/{item.slug}/move/", act).status_code == 302
    assert Revision.objects.get().status == "discarded"
    assert "Other." not in client.get(f"/en/practices/{item.slug}/edit/").content.decode()


def test_the_edit_page_asks_for_no_other_organization_once_it_is_published(cast, signed_in):
    join(cast.author, cast.other_organization)
    item = make_practice(organization=cast.organization, author=cast.author)
    data = edit_data(cast, item, organization=str(cast.other_organization.pk), do="submit")
    signed_in(cast.author).post(f"/en/practices/{item.slug}/edit/", data)
    move(Revision.objects.get(), "approve", actor=cast.branch)
    item.refresh_from_db()
    assert item.organization == cast.organization


# --- Acts on the page -----------------------------------------------------------------------------------------------


def act(client, item, action, **given):
    item.refresh_from_db()
    data = {"action": action, "version": item.version, **given}
    answer = client.post(f"/en/practices/{item.slug}/move/", data, follow=True)
    item.refresh_from_db()
    return answer


def test_the_authors_side_withdraws_with_words_and_submits_again(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    client = signed_in(cast.author)
    assert "Say why" in act(client, item, "withdraw").content.decode()
    assert item.status == "published"
    act(client, item, "withdraw", text="The figures were wrong.")
    assert item.status == "withdrawn"
    act(client, item, "resubmit")
    assert item.status == "submitted"


def test_an_incomplete_draft_is_not_submitted_by_its_button(cast, signed_in):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author, summary="")
    page = act(signed_in(cast.author), item, "submit")
    assert item.status == "draft"
    assert "id_summary_error" in page.content.decode()


@pytest.mark.parametrize("action", ["approve", "return", "refuse", "hide", "restore", "release", "nonsense", "", "\0"])
def test_the_page_makes_no_act_of_the_moderators(cast, signed_in, action):
    item = make_practice(status="submitted", organization=cast.organization, author=cast.author)
    for person in (cast.author, cast.branch):
        act(signed_in(person), item, action, text="No.")
        assert item.status == "submitted"


def test_acts_are_not_made_by_reading_or_by_strangers(cast, signed_in, visitor):
    item = make_practice(organization=cast.organization, author=cast.author)
    assert signed_in(cast.author).get(f"/en/practices/{item.slug}/move/").status_code == 405
    act(signed_in(cast.outsider), item, "archive")
    assert visitor.post(f"/en/practices/{item.slug}/move/", {"action": "archive"}).status_code == 302
    item.refresh_from_db()
    assert item.status == "published"


def test_a_draft_that_was_never_submitted_can_be_deleted_and_nothing_else(cast, signed_in):
    draft = make_practice(status="draft", organization=cast.organization, author=cast.author)
    public = make_practice(organization=cast.organization, author=cast.author)
    for item in (draft, public):
        signed_in(cast.outsider).post(f"/en/practices/{item.slug}/delete/")
    assert Item.objects.count() == 2
    for item in (draft, public):
        signed_in(cast.author).post(f"/en/practices/{item.slug}/delete/")
    assert Item.objects.get().pk == public.pk


# --- We used this too -----------------------------------------------------------------------------------------------


def test_another_organization_confirms_once_and_takes_it_back(cast, signed_in, visitor):
    item = make_practice(organization=cast.organization, author=cast.author)
    client, address = signed_in(cast.outsider), f"/en/practices/{item.slug}/use/"
    data = {
        "organization": cast.other_organization.pk,
        "result": "Eight tanks; two leaked.",
        "country": "UG",
        "year": 2023,
    }
    client.post(address, data)
    client.post(address, data)
    page = visitor.get(item.get_absolute_url()).content.decode()
    assert "Eight tanks; two leaked." in page
    assert "Used by 1 other organization" in page
    assert "Used by 1 other organization" in visitor.get("/en/practices/").content.decode()
    forged = {"organization": cast.other_organization.pk}
    assert signed_in(cast.author).post(f"{address}withdraw/", forged).status_code == 403
    client.post(f"{address}withdraw/", forged)
    item.refresh_from_db()
    assert (item.responses, item.uses.count()) == (0, 0)


def test_what_cannot_be_seen_is_not_kept_of_an_experience(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    client, address = signed_in(cast.outsider), reverse("practice_use", args=[item.slug])
    page = client.post(address, {"organization": cast.other_organization.pk, "result": "\u202e\x07"})
    assert page.context["form"].errors["result"] == ["This field is required."]
    assert not item.uses.exists()
    client.post(
        address, {"organization": cast.other_organization.pk, "result": "Eight\x07 tanks\u202e;\r\ntwo leaked."}
    )
    assert item.uses.get().result == "Eight tanks;\ntwo leaked."


def test_who_confirmed_already_is_told_so_and_what_they_typed_stays(cast, signed_in, visitor):
    item = make_practice(organization=cast.organization, author=cast.author)
    client, address = signed_in(cast.outsider), reverse("practice_use", args=[item.slug])
    said, offer = "Your organization confirmed this practice already.", f'href="{address}"'
    detail = client.get(item.get_absolute_url()).content.decode()
    assert (offer in detail, said in detail) == (True, False)
    client.post(address, {"organization": cast.other_organization.pk, "result": "Eight tanks."})
    detail = client.get(item.get_absolute_url()).content.decode()
    assert (offer in detail, said in detail) == (False, True)
    assert offer in visitor.get(item.get_absolute_url()).content.decode()
    again = client.post(address, {"organization": cast.other_organization.pk, "result": "Ten more, with covers."})
    assert again.context["form"].errors["organization"] == [said]
    assert "Ten more, with covers.</textarea>" in again.content.decode()
    assert item.uses.get().result == "Eight tanks."


def test_who_acts_for_a_second_organization_is_asked_for_that_one_alone(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    second = make_organization("Second League")
    join(cast.outsider, second, "editor")
    client, address = signed_in(cast.outsider), reverse("practice_use", args=[item.slug])
    client.post(address, {"organization": cast.other_organization.pk, "result": "Eight tanks."})
    assert f'href="{address}"' in client.get(item.get_absolute_url()).content.decode()
    assert list(client.get(address).context["form"].fields["organization"].queryset) == [second]
    client.post(address, {"organization": second.pk, "result": "Ours leaked."})
    assert item.uses.count() == 2


def test_the_same_experience_sent_twice_at_once_keeps_what_was_typed(cast, signed_in, monkeypatch):
    item = make_practice(organization=cast.organization, author=cast.author)
    client, address = signed_in(cast.outsider), reverse("practice_use", args=[item.slug])
    sent = {"organization": cast.other_organization.pk, "result": "Eight tanks."}
    client.post(address, sent)
    monkeypatch.setattr(UseForm, "clean_organization", lambda form: form.cleaned_data["organization"])
    assert "Eight tanks.</textarea>" in client.post(address, sent).content.decode()
    assert item.uses.count() == 1


def test_ones_own_practice_and_anothers_name_confirm_nothing(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    address = f"/en/practices/{item.slug}/use/"
    data = {"result": "Very good."}
    assert signed_in(cast.author).post(address, {**data, "organization": cast.organization.pk}).status_code == 403
    foreign = make_organization().pk
    assert signed_in(cast.outsider).post(address, {**data, "organization": foreign}).status_code == 200
    assert signed_in(cast.newcomer).post(address, {**data, "organization": foreign}).status_code == 403
    assert not item.uses.exists()


def test_a_member_without_a_role_writes_and_edits_what_they_wrote(cast, signed_in):
    member = make_user("member")
    join(member, cast.organization, "member")
    client = signed_in(member)
    client.post(NEW, typed(cast))
    item = Item.objects.get()
    assert item.author == member
    assert client.get(f"/en/practices/{item.slug}/edit/").status_code == 200
    other = make_practice(status="draft", organization=cast.organization, author=cast.author)
    assert client.get(f"/en/practices/{other.slug}/edit/").status_code == 403


def test_while_changes_wait_the_edit_page_offers_to_take_them_back(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    client = signed_in(cast.author)
    edit = reverse("practice_edit", args=[item.slug])
    data = {"version": item.version, "do": "submit", "title": "Jars of rain", "summary": "Jars.", "language": "en"}
    data |= {"organization": cast.organization.pk, "audience": "public", "licence": "cc-by-4.0", "action": "Jars."}
    client.post(edit, data)
    revision = item.revisions.get()
    assert revision.status == "submitted"
    page = client.get(edit).content.decode()
    assert "edited just now" in page
    assert "Take your changes back to go on writing" in page
    item.refresh_from_db()
    move_url = reverse("practice_move", args=[item.slug])
    client.post(move_url, {"action": "take-back", "revision": revision.pk, "version": item.version})
    assert 'value="Jars of rain"' in client.get(edit).content.decode()


def test_every_field_that_is_written_in_has_a_help_text_with_an_example(cast):
    form = PracticeForm(user=cast.author)
    chosen = (forms.ChoiceField, forms.FileField, forms.ModelChoiceField)
    written = {name: field for name, field in form.fields.items() if not isinstance(field, chosen)}
    without = {name for name, field in written.items() if "For example:" not in str(field.help_text)}
    assert without == {"ended"}
    assert len(written) > 14
    assert all(str(field.help_text) for field in form.fields.values())

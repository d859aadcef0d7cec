"""Attachments and pictures: who gets them, with which headers, and how authors attach and remove them."""

from datetime import timedelta
from pathlib import PurePosixPath

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from csonet import images
from csonet.content import drafts
from csonet.content.files import pictures, storing
from csonet.content.models import Attachment, Circle, Item, Revision
from csonet.content.tests.files import docx, pdf, png, upload
from csonet.testing.makers import make_practice
from csonet.workflow import WrongState
from practices.forms import PracticeForm


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def practice(cast):
    return make_practice(organization=cast.organization, author=cast.author)


def _attached(item: Item, **kwargs) -> Attachment:
    return storing.attach(item, pdf("Rapport été.pdf"), item.author, **kwargs)


def _status_at(client: Client, address: str) -> int:
    response = client.get(address)
    response.getvalue()
    return response.status_code


def _status(client: Client, attachment: Attachment) -> int:
    return _status_at(client, reverse("attachment", args=[attachment.key]))


def test_a_public_file_is_sent_to_be_saved_and_never_runs(practice, visitor):
    response = visitor.get(reverse("attachment", args=[_attached(practice).key]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Rapport%20%C3%A9t%C3%A9.pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "public, no-cache"


def test_what_was_not_changed_is_not_sent_again(practice, visitor):
    address = reverse("attachment", args=[_attached(practice).key])
    first = visitor.get(address)
    first.getvalue()
    etag = first["ETag"]
    assert visitor.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_signed_in_readers_leave_no_copy_behind(practice, signed_in, cast):
    response = signed_in(cast.outsider).get(reverse("attachment", args=[_attached(practice).key]))
    response.getvalue()
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_the_stored_name_is_generated(practice):
    assert "Rapport" not in _attached(practice).file.name


def test_a_proxy_may_send_the_file(practice, visitor, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    attachment = _attached(practice)
    response = visitor.get(reverse("attachment", args=[attachment.key]))
    assert response["X-Accel-Redirect"] == f"/protected/{attachment.file.name}"
    assert response.content == b""


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "scheduled", "hidden", "refused"])
def test_files_of_what_is_not_public_are_not_found(status, cast, visitor, signed_in):
    published_at = timezone.now() + timedelta(days=1) if status == "scheduled" else timezone.now()
    item = make_practice(organization=cast.organization, author=cast.author, status=status, published_at=published_at)
    attachment = _attached(item)
    assert _status(visitor, attachment) == 404
    assert _status(signed_in(cast.outsider), attachment) == 404
    assert _status(signed_in(cast.author), attachment) == 200
    assert _status(signed_in(cast.branch), attachment) == (404 if status == "draft" else 200)


def test_files_of_a_circle_are_for_its_people_alone(cast, visitor, signed_in):
    circle = Circle.objects.create(name="Closed group")
    circle.people.add(cast.outsider)
    item = make_practice(organization=cast.organization, author=cast.author, audience="circle", circle=circle)
    attachment = _attached(item)
    assert _status(signed_in(cast.outsider), attachment) == 200
    for person in (cast.branch, cast.moderator, cast.newcomer):
        assert _status(signed_in(person), attachment) == 404
    assert _status(visitor, attachment) == 404


def test_files_for_members_are_not_for_everybody(cast, visitor, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, audience="members")
    attachment = _attached(item)
    assert _status(visitor, attachment) == 404
    assert _status(signed_in(cast.newcomer), attachment) == 404
    response = signed_in(cast.outsider).get(reverse("attachment", args=[attachment.key]))
    response.getvalue()
    assert "public" not in response["Cache-Control"]


def test_a_file_of_a_held_edit_is_for_its_writers_and_the_moderators(practice, cast, visitor, signed_in):
    revision = Revision.objects.create(item=practice, edited_by=cast.author)
    attachment = _attached(practice, revision=revision)
    assert _status(visitor, attachment) == 404
    assert _status(signed_in(cast.outsider), attachment) == 404
    assert _status(signed_in(cast.moderator), attachment) == 404
    for person in (cast.author, cast.colleague, cast.branch):
        assert _status(signed_in(person), attachment) == 200


def _with_picture(**kwargs) -> Item:
    item = make_practice(**kwargs)
    item.image.save("x.webp", images.process_image(png()), save=True)
    images.variant(item.image.storage, item.image.name)
    return item


def test_a_public_picture_is_shown_and_kept_for_an_hour(cast, visitor):
    item = _with_picture(organization=cast.organization)
    for size in ("full", "card"):
        response = visitor.get(pictures.picture_url(item, size))
        response.getvalue()
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert response["Content-Disposition"].startswith("inline")
        assert response["Cache-Control"] == "public, max-age=3600"


def test_pictures_follow_their_item_and_old_addresses_are_gone(cast, visitor, signed_in):
    draft = _with_picture(organization=cast.organization, author=cast.author, status="draft")
    for size in ("full", "card"):
        assert _status_at(visitor, pictures.picture_url(draft, size)) == 404
        assert _status_at(signed_in(cast.outsider), pictures.picture_url(draft, size)) == 404
        assert _status_at(signed_in(cast.author), pictures.picture_url(draft, size)) == 200
    shown = _with_picture(organization=cast.organization)
    assert visitor.get(reverse("picture", args=[shown.pk, "deadbeef", "card"])).status_code == 404
    assert visitor.get(reverse("picture", args=[shown.pk, pictures.stamp_of(shown), "huge"])).status_code == 404


def test_the_picture_of_a_held_edit_is_seen_by_who_decides_on_it_and_by_nobody_else(cast, visitor, signed_in):
    item = _with_picture(organization=cast.organization, author=cast.author)
    data = PracticeForm.data_of(item)
    author = signed_in(cast.author)
    sent = {**data, "version": item.version, "image": png(), "image_alt": "Another", "do": "submit", "action": "New."}
    assert author.post(reverse("practice_edit", args=[item.slug]), sent).status_code == 302
    held = item.revisions.get().data["_image"][0]
    assert held
    address = reverse("picture", args=[item.pk, PurePosixPath(held).stem[:16], "full"])
    assert address in author.get(reverse("practice_preview", args=[item.slug])).content.decode()
    assert _status_at(author, address) == 200
    assert _status_at(signed_in(cast.branch), address) == 200
    for client in (visitor, signed_in(cast.outsider), signed_in(cast.newcomer)):
        assert _status_at(client, address) == 404
        assert _status_at(client, pictures.picture_url(item)) == 200


def _post_file(client: Client, item: Item, file, **data):
    return client.post(reverse("attachment_add", args=[item.pk]), {"attach-file": file, **data}, follow=False)


def test_an_author_attaches_a_file_to_a_draft_and_the_text_typed_is_kept(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    client = signed_in(cast.author)
    response = _post_file(client, item, docx("Bericht.docx"), title="A new title, not saved yet", version=item.version)
    assert response.status_code == 302
    assert response.url.endswith("#attachments")
    attachment = item.attachments.get()
    assert (attachment.name, attachment.revision, attachment.uploaded_by) == ("Bericht.docx", None, cast.author)
    assert item.revisions.open().get().data["title"] == ["A new title, not saved yet"]


def test_a_file_for_a_published_item_waits_with_its_held_edit(practice, cast, signed_in, visitor):
    _post_file(signed_in(cast.colleague), practice, pdf())
    attachment = practice.attachments.get()
    assert attachment.revision == practice.revisions.open().get()
    assert attachment.revision.data["title"] == [practice.title]
    assert _status(visitor, attachment) == 404


def test_a_picture_is_drawn_anew(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    _post_file(signed_in(cast.author), item, png("chart.png"))
    attachment = item.attachments.get()
    assert (attachment.name, attachment.media_type) == ("chart.webp", "image/webp")
    with attachment.file.open() as stored:
        assert images.detect(stored.read(16)) == "WEBP"


def test_refusals_say_why_and_keep_nothing(cast, signed_in, settings):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    client = signed_in(cast.author)
    for file in (upload("a.exe", b"MZ"), upload("a.pdf", b""), upload("big.txt", b"x" * (10 * 1024 * 1024 + 70_000))):
        _post_file(client, item, file)
    client.post(reverse("attachment_add", args=[item.pk]), {})
    said = [str(message) for message in client.get("/en/about/").wsgi_request._messages]
    assert len(said) == 4
    assert "larger than 10 MB" in said[2]
    assert said[3] == "Choose a file first."
    assert not item.attachments.exists()
    assert not default_storage.exists("attachments")


def test_the_same_file_twice_is_one(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    client = signed_in(cast.author)
    _post_file(client, item, pdf())
    _post_file(client, item, pdf())
    assert item.attachments.count() == 1
    assert len(default_storage.listdir("attachments")[1]) == 1


def test_ten_files_are_enough(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    for number in range(11):
        _post_file(signed_in(cast.author), item, pdf(extra=b"%d" % number))
    assert item.attachments.count() == 10


@pytest.mark.parametrize("status", ["submitted", "refused"])
def test_files_do_not_change_under_review(status, cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status=status)
    attachment = _attached(item)
    client = signed_in(cast.author)
    assert _post_file(client, item, docx()).status_code == 409
    assert client.post(reverse("attachment_remove", args=[attachment.key])).status_code == 409
    assert item.attachments.count() == 1


@pytest.mark.parametrize("button", [0, 1])
@pytest.mark.parametrize("submitted", ["the draft", "the held edit", "in this very moment"])
def test_what_was_typed_is_shown_where_a_colleague_submitted_it_before_a_files_button_was_pressed(
    button, submitted, cast, signed_in, monkeypatch
):
    status = {"the draft": "submitted", "the held edit": "published"}.get(submitted, "draft")
    item = make_practice(organization=cast.organization, author=cast.author, status=status)
    address = _button_addresses(item, _attached(item))[button]
    if submitted == "the held edit":
        drafts.keep(item, {"title": ["Held"]}, cast.colleague).__class__.objects.update(status="submitted")
    if submitted == "in this very moment":
        monkeypatch.setattr(drafts, "keep", _too_late)
    sent = {"title": "Typed for an hour", "version": item.version, "attach-file": docx()}
    answer = signed_in(cast.author).post(address, sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Typed for an hour" in page
    assert "Copy what you need" in page
    assert item.attachments.count() == 1


def _too_late(*_arguments):
    raise WrongState("It waits for the moderators.")


def test_strangers_change_no_files(practice, cast, signed_in, visitor):
    attachment = _attached(practice)
    for client in (signed_in(cast.outsider), signed_in(cast.branch), signed_in(cast.moderator)):
        assert _post_file(client, practice, docx()).status_code == 404
        assert client.post(reverse("attachment_remove", args=[attachment.key])).status_code == 404
    assert "login" in _post_file(visitor, practice, docx()).url
    assert practice.attachments.count() == 1


def test_asking_for_a_buttons_address_leads_to_the_form_and_changes_nothing(practice, cast, signed_in):
    attachment = _attached(practice)
    hidden = make_practice(organization=cast.organization, author=cast.author, status="draft")
    form = reverse("practice_edit", args=[practice.slug]) + "#attachments"
    for address in _button_addresses(practice, attachment):
        assert signed_in(cast.author).get(address).url == form
    for address in _button_addresses(hidden, _attached(hidden)):
        assert signed_in(cast.outsider).get(address).status_code == 404
    assert practice.attachments.count() == 1


def _button_addresses(item: Item, attachment: Attachment) -> list[str]:
    return [reverse("attachment_add", args=[item.pk]), reverse("attachment_remove", args=[attachment.key])]


@pytest.mark.parametrize("button", [0, 1])
def test_text_is_kept_when_the_session_had_ended_before_a_files_button_was_pressed(button, cast, visitor):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    attachment = _attached(item)
    address = _button_addresses(item, attachment)[button]
    sent = {"title": "Typed for an hour", "version": item.version, "attach-file": docx()}
    response = visitor.post(address, sent)
    assert "/login/" in response.url
    assert item.slug not in response.url  # nobody is known yet: the draft's address stays its people's
    visitor.force_login(cast.author)
    page = visitor.get(address, follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("practice_edit", args=[item.slug]))
    assert 'value="Typed for an hour"' in page.content.decode()
    assert "your text was kept" in page.content.decode()
    assert item.attachments.get() == attachment
    assert "Typed for an hour" not in visitor.get(reverse("practice_edit", args=[item.slug])).content.decode()


def test_text_from_an_ended_session_does_not_replace_what_a_colleague_wrote_meanwhile(cast, visitor):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    address = reverse("practice_edit", args=[item.slug])
    visitor.post(address, {"title": "Mine", "version": item.version})
    Item.objects.filter(pk=item.pk).update(title="The colleague's", version=item.version + 1)
    visitor.force_login(cast.author)
    page = visitor.get(address)
    assert page.context["form"]["title"].value() == "Mine"
    assert page.context["version"] == item.version  # as old as the text: saving it asks first
    assert visitor.post(address, {"title": "Mine", "version": page.context["version"]}).status_code == 409


@pytest.mark.parametrize("button", [0, 1])
def test_a_files_button_on_an_old_page_does_not_replace_what_a_colleague_wrote(button, cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    attachment = _attached(item)
    seen = timezone.now()
    Revision.objects.create(item=item, edited_by=cast.colleague, data={"title": ["The colleague's words"]})
    sent = {"title": "My words", "version": item.version, "seen": seen.isoformat(), "attach-file": docx()}
    response = signed_in(cast.author).post(_button_addresses(item, attachment)[button], sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="My words"' in page
    assert "The colleague&#x27;s words" in page
    assert "Somebody changed this while you were writing." in page
    assert f'action="{reverse("practice_edit", args=[item.slug])}"' in page
    assert "'unsafe-inline'" in response["Content-Security-Policy"]  # the editor works as on the form's own page
    assert item.revisions.get().data["title"] == ["The colleague's words"]
    assert item.attachments.get() == attachment


def test_a_files_button_on_a_page_from_before_the_last_saving_changes_nothing(practice, cast, signed_in):
    Item.objects.filter(pk=practice.pk).update(version=practice.version + 1)
    sent = {"title": "My words", "version": practice.version, "seen": timezone.now().isoformat()}
    assert _post_file(signed_in(cast.author), practice, docx(), **sent).status_code == 409
    assert not practice.attachments.exists()
    assert not practice.revisions.exists()


def test_removing_takes_row_and_file(cast, signed_in, django_capture_on_commit_callbacks):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    attachment = _attached(item)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.author).post(reverse("attachment_remove", args=[attachment.key]))
    assert not item.attachments.exists()
    assert not default_storage.exists(attachment.file.name)


def test_the_job_removes_what_belongs_to_nothing(practice, cast, monkeypatch, django_capture_on_commit_callbacks):
    kept = _attached(practice)
    refused = Revision.objects.create(item=practice, status="refused")
    gone = storing.attach(practice, docx(), cast.author, revision=refused)
    Revision.objects.filter(pk=refused.pk).update(updated=timezone.now() - timedelta(days=31))
    stray = default_storage.save("attachments/stray.bin", upload("stray", b"x"))
    shown = _with_picture(organization=cast.organization)
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 attachments" in storing.remove_orphans()
    assert default_storage.exists(stray)  # it may be an upload under way
    monkeypatch.setattr(storing, "ORPHAN_AFTER", timedelta(0))
    storing.remove_orphans()
    assert not default_storage.exists(stray)
    assert not default_storage.exists(gone.file.name)
    assert default_storage.exists(kept.file.name)
    assert default_storage.exists(shown.image.name)
    assert default_storage.exists(images.variant_name(shown.image.name, images.CARD_WIDTH))


def test_deleting_a_held_edit_does_not_publish_its_files(practice, cast, visitor):
    revision = Revision.objects.create(item=practice, edited_by=cast.author)
    attachment = _attached(practice, revision=revision)
    revision.delete()
    assert _status(visitor, attachment) == 404


def test_the_edit_page_attaches_and_removes_and_lists_what_waits(practice, cast, signed_in):
    waiting = _attached(practice, revision=Revision.objects.create(item=practice, edited_by=cast.author))
    page = signed_in(cast.author).get(reverse("practice_edit", args=[practice.slug])).content.decode()
    assert 'name="attach-file"' in page
    assert f'formaction="{reverse("attachment_add", args=[practice.pk])}"' in page
    assert f'formaction="{reverse("attachment_remove", args=[waiting.key])}"' in page
    assert "Appears when your changes are approved" in page
    assert 'enctype="multipart/form-data"' in page


def test_the_page_lists_approved_files_alone(practice, cast, visitor):
    _attached(practice, title="The full report")
    held = Revision.objects.create(item=practice, edited_by=cast.author)
    storing.attach(practice, docx("Not yet.docx"), cast.author, revision=held)
    page = visitor.get(practice.get_absolute_url()).content.decode()
    assert "The full report" in page
    assert "Not yet.docx" not in page

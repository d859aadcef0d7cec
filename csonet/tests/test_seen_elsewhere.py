"""What search engines and other sites see: sitemaps, the languages that exist, one address, schema.org, conditions."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from lxml import etree

from accounts.register.tests.test_timeline import decide, vote
from csonet.content.files.pictures import picture_url
from csonet.content.models import Item
from csonet.opendata.datasets import datasets
from csonet.portal import sitemaps
from csonet.reference import vocabulary
from csonet.testing.makers import make_item, make_organization, make_practice
from csonet.ui import languages
from training.models import Course

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
#: What is part of something else is made and listed with it; its own tests look at it.
WHOLE = [noun for _kind, noun in sorted(Item.nouns().items()) if not getattr(noun, "PART_OF", "")]
noun = pytest.mark.parametrize("model", WHOLE, ids=lambda model: model.KIND)

#: The protocol of sitemaps.org in our own words: which elements stand where, and what they hold.
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
  <xs:simpleType name="address"><xs:restriction base="xs:anyURI">
    <xs:minLength value="12"/><xs:maxLength value="2048"/><xs:pattern value="https?://[!-~]+"/>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="moment"><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType>
  <xs:element name="urlset"><xs:complexType><xs:sequence>
    <xs:element name="url" maxOccurs="50000"><xs:complexType><xs:sequence>
      <xs:element name="loc" type="address"/><xs:element name="lastmod" type="moment" minOccurs="0"/>
      <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="sitemapindex"><xs:complexType><xs:sequence>
    <xs:element name="sitemap" maxOccurs="50000"><xs:complexType><xs:sequence>
      <xs:element name="loc" type="address"/><xs:element name="lastmod" type="moment" minOccurs="0"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(SCHEMA))


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def xml_of(client, path: str, schema: etree.XMLSchema) -> etree._Element:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml"), path
    root = etree.fromstring(body(answer))
    schema.assertValid(root)
    return root


def named(root: etree._Element) -> list[str]:
    return [str(text) for text in root.xpath("//s:loc/text()", namespaces=NAMESPACES)]


# --- Sitemaps ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(cast):
    for model in WHOLE:
        make_item(model, organization=cast.organization, author=cast.author)
    decide(cast.organization, "2024-06-14", "granted")
    vote(cast.organization, "2024-06-14", 7, "against")
    return cast


def test_every_sitemap_of_the_index_is_valid_and_every_address_in_it_answers(filled, visitor, schema):
    make_practice(organization=filled.organization, author=filled.author, language="ar", slug="حصاد-المياه")
    index = named(xml_of(visitor, "/sitemap.xml", schema))
    for path in ("organizations-en", "organizations-zh-hans", "practice-ar", "news-en", "pages-fr", "committee-ru"):
        assert f"{SITE}/sitemap-{path}.xml" in index
    assert f"{SITE}/sitemap-practice-fr.xml" not in index
    asked = set()
    for address in index:
        addresses = named(xml_of(visitor, address.removeprefix(SITE), schema))
        assert addresses
        assert len(addresses) == len(set(addresses))
        if "-themes-" not in address:
            asked |= set(addresses)
    for address in asked:
        assert visitor.get(address.removeprefix(SITE)).status_code == 200, address


def test_an_item_is_there_in_its_own_language_alone(cast, visitor, schema):
    item = make_practice(organization=cast.organization, author=cast.author, language="fr")
    root = xml_of(visitor, "/sitemap-practice-fr.xml", schema)
    assert named(root) == [f"{SITE}/fr/practices/{item.slug}/"]
    assert not root.xpath("//x:link", namespaces=NAMESPACES)
    assert root.xpath("//s:lastmod/text()", namespaces=NAMESPACES) == [item.updated.isoformat()]
    assert visitor.get("/sitemap-practice-en.xml").status_code == 404


def test_what_the_portal_says_is_there_in_six_languages_with_its_alternates(cast, visitor, schema):
    root = xml_of(visitor, "/sitemap-organizations-ar.xml", schema)
    first = root.find("s:url", NAMESPACES)
    links = first.findall("x:link", NAMESPACES)
    assert [link.get("hreflang") for link in links] == [languages.tag(code) for code in languages.CODES]
    assert first.findtext("s:loc", namespaces=NAMESPACES) in {link.get("href") for link in links}
    pages = named(xml_of(visitor, "/sitemap-pages-ar.xml", schema))
    assert {f"{SITE}/ar/", f"{SITE}/ar/about/", f"{SITE}/ar/data/", f"{SITE}/ar/practices/"} <= set(pages)


def test_nothing_but_what_visitors_may_read_is_named(cast, visitor, schema):
    for status in ("draft", "submitted", "hidden", "refused", "scheduled"):
        extra = {"published_at": datetime(2030, 1, 1, tzinfo=UTC)} if status == "scheduled" else {}
        make_practice(
            organization=cast.organization, author=cast.author, status=status, slug=f"quiet-{status}", **extra
        )
    make_practice(organization=cast.organization, author=cast.author, audience="members", slug="quiet-members")
    shown = make_practice(organization=cast.organization, author=cast.author)
    make_organization("Quiet Trust", verification="suspended", slug="quiet-trust")
    every = [
        one
        for address in named(xml_of(visitor, "/sitemap.xml", schema))
        for one in named(xml_of(visitor, address.removeprefix(SITE), schema))
    ]
    assert not [one for one in every if "quiet" in one or cast.waiting_organization.slug in one]
    assert f"{SITE}{shown.get_absolute_url()}" in every


def test_long_sitemaps_go_on_in_pages(cast, visitor, schema, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    slugs = [make_practice(organization=cast.organization, author=cast.author).slug for _number in range(5)]
    index = [one for one in named(xml_of(visitor, "/sitemap.xml", schema)) if "practice" in one]
    assert [one.removeprefix(SITE) for one in index] == [
        f"/sitemap-practice-en.xml{page}" for page in ("", "?p=2", "?p=3")
    ]
    found = [slug for address in index for slug in named(xml_of(visitor, address.removeprefix(SITE), schema))]
    assert found == [f"{SITE}/en/practices/{slug}/" for slug in slugs]


@pytest.mark.parametrize("path", ["nothing", "practice", "practice-xx", "organizations", "practice-en"])
@pytest.mark.parametrize("page", ["", "?p=0", "?p=2", "?p=x", "?p=" + "9" * 5000, "?p=%00"])
def test_a_sitemap_that_there_is_not_is_not_found(cast, visitor, path, page):
    assert visitor.get(f"/sitemap-{path}.xml{page}").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_sitemaps_take_as_many_queries_for_twenty_items_as_for_one(cast, visitor, django_assert_num_queries, count):
    for _number in range(count):
        make_practice(organization=cast.organization, author=cast.author)
    body(visitor.get("/sitemap.xml"))  # the boards that know what is newest have followed what was made
    with django_assert_num_queries(7):
        body(visitor.get("/sitemap.xml"))
    with django_assert_num_queries(8):
        body(visitor.get("/sitemap-practice-en.xml"))


# --- One address, and the languages that exist ------------------------------------------------------------------------


def links_of(page: str) -> tuple[str, list[str]]:
    canonical = re.search(r'<link rel="canonical" href="([^"]*)"', page)
    return canonical[1] if canonical else "", re.findall(r'<link rel="alternate" hreflang="([^"]*)"', page)


@noun
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_item_leads_to_the_language_of_its_text_and_names_no_other(model, cast, visitor, language):
    item = make_item(model, organization=cast.organization, author=cast.author, language="fr")
    path = reverse(f"{model.KIND}_detail", args=[item.slug]).replace("/en/", f"/{language}/")
    page = visitor.get(path).content.decode()
    address = f"{SITE}{path}".replace(f"/{language}/", "/fr/", 1)
    assert links_of(page) == (address, ["fr"])
    assert f'property="og:url" content="{address}"' in page
    for code in languages.CODES:
        assert f'href="{path.replace(f"/{language}/", f"/{code}/", 1)}"' in page  # the bar: the portal speaks six


def test_what_the_portal_says_itself_exists_in_six_languages(cast, visitor):
    for path in ("/en/", "/en/practices/", cast.organization.get_absolute_url(), "/en/data/"):
        canonical, alternates = links_of(visitor.get(path).content.decode())
        assert canonical == SITE + path
        assert alternates == [languages.tag(code) for code in languages.CODES]


def test_a_preview_has_no_address_for_others(cast, signed_in):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author)
    page = signed_in(cast.author).get(reverse("practice_preview", args=[item.slug])).content.decode()
    assert links_of(page) == ("", [])
    assert "application/ld+json" not in page


# --- schema.org -------------------------------------------------------------------------------------------------------


def json_ld_of(page: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


@noun
def test_a_detail_page_tells_machines_what_it_is(model, cast, visitor):
    title = "</script><b>Tanks & jars\u2028"
    item = make_item(model, organization=cast.organization, author=cast.author, title=title, language="zh-hans")
    page = visitor.get(item.get_absolute_url()).content.decode()
    data = json_ld_of(page)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == model.SCHEMA_TYPE
    assert data["name"] == title
    assert data["inLanguage"] == "zh-Hans"
    assert data["url"] == links_of(page)[0]
    assert "image" not in data
    assert "</script><b>" not in page


def test_a_picture_is_told_to_other_sites_with_its_whole_address(cast, visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    item = make_practice(organization=cast.organization, author=cast.author, image_alt="A tank")
    item.image.save("x.webp", ContentFile(b"RIFF0000WEBP"))
    page = visitor.get(item.get_absolute_url()).content.decode()
    address = SITE + picture_url(item)
    assert f'<meta property="og:image" content="{address}">' in page
    assert '<meta property="og:image:alt" content="A tank">' in page
    assert json_ld_of(page)["image"] == {"@type": "ImageObject", "url": address, "caption": "A tank"}
    assert body(visitor.get(picture_url(item))).startswith(b"RIFF")


def test_a_course_is_a_course_with_its_provider_and_its_licence(cast, visitor):
    course = make_item(
        Course, organization=cast.organization, author=cast.author, objectives="<p>Read a rain gauge.</p>", level="some"
    )
    data = json_ld_of(visitor.get(course.get_absolute_url()).content.decode())
    assert data["@type"] == "Course"
    assert data["provider"]["name"] == cast.organization.name
    assert data["provider"]["url"].endswith(cast.organization.get_absolute_url())
    assert (data["description"], data["teaches"]) == (course.summary, "Read a rain gauge.")
    assert (data["educationalLevel"], data["inLanguage"]) == ("some experience", course.language)
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_practice_that_says_how_to_repeat_it_is_about_a_howto(cast, visitor):
    item = make_practice(
        organization=cast.organization, author=cast.author, repeating="<p>Dig a pit.</p><p>Line it with clay.</p>"
    )
    data = json_ld_of(visitor.get(item.get_absolute_url()).content.decode())
    assert data["@type"] == "Article"
    assert [step["text"] for step in data["mainEntity"]["step"]] == ["Dig a pit.", "Line it with clay."]


# --- HTTP -------------------------------------------------------------------------------------------------------------

READ = [
    *("/sitemap.xml", "/sitemap-organizations-en.xml", "/robots.txt", "/en/data/", "/api/v1/", "/api/v1/openapi.json"),
    *("/en/feed/", "/en/goals/6/feed/", "/en/topics/water-and-sanitation/feed/", "/en/countries/KE/feed/"),
    "/en/search/feed/?q=water",
]


@pytest.mark.parametrize("path", [*READ, "feeds and files of every list"])
def test_whoever_has_it_already_is_told_so(filled, visitor, settings, path):
    settings.EXPORT_RATE = ""
    assert vocabulary.topics()["water-and-sanitation"]
    every = [path]
    if path not in READ:
        every = [reverse(f"{noun.KIND}_feed") for noun in WHOLE]
        every += [dataset.address(format) for dataset in datasets().values() for format in ("csv", "json")]
    for one in every:
        first = visitor.get(one)
        body(first)
        again = visitor.get(one, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, body(again)) == (304, b""), one
        assert not first.cookies
        assert "Cookie" not in first.get("Vary", "")


@pytest.mark.parametrize("path", [*READ, "/en/practices/export.csv", "/data/x"])
def test_trace_is_refused(db, visitor, path):
    assert visitor.trace(path).status_code == 405

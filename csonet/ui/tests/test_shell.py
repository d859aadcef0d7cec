"""The shell of every page: languages, menus, no cookie for visitors."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.shortcuts import render
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from csonet.ui import shell

PAGE = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}{{ words }}{% endblock %}'
    "{% block heading %}{{ words }}{% endblock %}{% block content %}…{% endblock %}"
)


@pytest.fixture
def page(db):
    """The shell around a page at `path`, as `user` sees it."""

    def make(path="/en/practices/", user=None, words="Practices", language="en", cookies=()):
        request = RequestFactory().get(path)
        request.user, request.session = user or AnonymousUser(), {}
        request.COOKIES.update(dict.fromkeys(cookies, "x"))
        request._messages = FallbackStorage(request)
        with translation.override(language):
            return PAGE.render({"words": words}, request)

    return make


def test_the_language_bar_has_the_un_s_order_and_leads_to_the_same_page(page):
    html = page('/en/practices/rain-gardens/?goal=6&q="><x')
    bar = html[html.index('class="languages"') :].split("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)" lang="([^"]+)" hreflang="([^"]+)" dir="(\w+)"[^>]*>([^<]+)</a>', bar)
    assert [link[4] for link in links] == ["عربي", "中文", "English", "Français", "Русский", "Español"]
    assert [link[1] for link in links] == ["ar", "zh-Hans", "en", "fr", "ru", "es"]
    assert [link[3] for link in links] == ["rtl", "ltr", "ltr", "ltr", "ltr", "ltr"]
    assert links[0][0] == "/ar/practices/rain-gardens/?goal=6&amp;q=%22%3E%3Cx"
    assert links[1][0].startswith("/zh-hans/practices/")
    assert 'dir="ltr" aria-current="true">English' in bar


def test_a_path_without_language_leads_to_the_homes(page):
    html = page("/admin/nothing/")
    assert 'href="/fr/"' in html
    assert "canonical" not in html


def test_a_path_with_hostile_characters_stays_text(page):
    html = page("/en/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/")
    assert "<script>alert" not in html


def test_words_of_the_title_are_escaped_once(page):
    html = page(words="<Rain> & gardens")
    assert "<title>&lt;Rain&gt; &amp; gardens – CSO Net</title>" in html
    assert "<h1>&lt;Rain&gt; &amp; gardens</h1>" in html


def test_arabic_pages_run_right_to_left(page):
    assert '<html lang="ar" dir="rtl">' in page("/ar/practices/", language="ar")


def test_visitors_are_offered_to_sign_in_and_get_no_form_key(page):
    html = page()
    assert "/accounts/login/" in html
    assert "csrfmiddlewaretoken" not in html


def test_the_session_of_a_visitor_is_not_touched(rf):
    class Untouchable:
        @property
        def is_authenticated(self):
            raise AssertionError("the session was read")

    request = rf.get("/en/")
    request.user = Untouchable()
    assert shell.is_signed_in(request) is False


def test_the_signed_in_sign_out_by_a_post_and_staff_find_the_desk(signed_in, branch, author):
    html = signed_in(branch).get("/en/style-guide/").content.decode()
    menu = html[html.index('class="account"') :].split("</header>")[0]
    assert '<form method="post" action="/en/accounts/logout/">' in menu
    assert 'href="/admin/"' in menu
    html = signed_in(author).get("/en/accounts/email/").content.decode()
    assert "csrfmiddlewaretoken" in html
    assert 'href="/admin/"' not in html


def test_the_section_of_the_page_is_marked(page):
    nav = page("/en/organizations/x/")
    nav = nav[nav.index('class="navigation"') :].split("</nav>")[0]
    assert nav.count("aria-current") == 1
    assert re.search(r'href="/en/organizations/" aria-current="true"', nav)


def test_every_page_can_be_skipped_into(page):
    html = page()
    assert '<a class="skip" href="#content">' in html
    assert 'id="content"' in html


def test_an_anonymous_page_sets_no_cookie_and_varies_on_no_cookie(visitor, db):
    answer = visitor.get("/en/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_messages_are_shown_once(rf, db):
    request = rf.get("/en/")
    request.user, request.session = AnonymousUser(), {}
    request._messages = FallbackStorage(request)
    request._messages.add(25, "<b>Saved</b>")
    html = render(request, "base.html").content.decode()
    assert html.count("&lt;b&gt;Saved&lt;/b&gt;") == 1
    assert "notice--good" in html


def test_a_button_opens_the_navigation_where_the_window_is_narrow_and_another_closes_it(page):
    html = page()
    navigation = html[html.index('<nav class="navigation" id="menu" popover') :].split("</nav>")[0]
    assert '<button class="button button--secondary menu-button" type="button" popovertarget="menu">' in html
    assert 'popovertarget="menu" popovertargetaction="hide"' in navigation


def test_what_a_page_says_further_comes_after_its_aside():
    words = '{% extends "base.html" %}{% block aside %}Facts{% endblock %}{% block further %}Related{% endblock %}'
    html = engines["django"].from_string(words).render({}, None)
    assert '<div class="page__aside">Facts</div>\n<div class="page__after">Related</div></div>' in html

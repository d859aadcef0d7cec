"""Components escape what people typed, fail loudly on a misspelt argument, and speak the page's language."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from csonet.ui.markup import href
from csonet.ui.paging import page_links

HOSTILE = "\"><script>alert(1)</script>\u202e&'"


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% text x %}",
        '{% text x "ar" %}',
        "{% badge x %}",
        "{% chip x %}",
        '{% chip x url="/a" %}',
        '{% chip x url="/a" remove=True %}',
        "{% button x name=x value=x %}",
        '{% link_button "/a" x %}',
        "{% link_button x x %}",
        '{% breadcrumb "" x %}',
        '{% breadcrumb "/a" x %}',
        "{% breadcrumb x x %}",
        '{% tab "/a" x %}',
        "{% stat x x %}",
        "{% steps l %}",
        "{% facet x x o selected=l %}",
        "{% notice title=x %}{{ x }}{% endnotice %}",
        "{% facts %}{% fact x %}{{ x }}{% endfact %}{% endfacts %}",
        "{% empty x %}{{ x }}{% endempty %}",
        "{% disclosure x %}{{ x }}{% enddisclosure %}",
        "{% section x id=x %}{{ x }}{% endsection %}",
        "{% tabs x %}{% endtabs %}",
        "{% table x %}{% endtable %}",
        "{% diff x %}{{ x }}{% enddiff %}",
        "{% lang_attrs x %}",
        "{% language_mark x %}",
        "{% autosave x %}",
    ],
)
def test_hostile_text_is_escaped(source):
    html = render(source, x=HOSTILE, l=[HOSTILE], o=[(HOSTILE, HOSTILE, 1)])
    assert "<script" not in html
    assert '"&gt;' not in html


@pytest.mark.parametrize(
    "source",
    [
        '{% badge "a" colour="red" %}',
        '{% button "a" kynd="primary" %}',
        '{% notice tome="good" %}{% endnotice %}',
        '{% section "a" identity="b" %}{% endsection %}',
        '{% facet "a" "b" o picked="c" %}',
    ],
)
def test_an_unknown_argument_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        render(source, o=[])


@pytest.mark.parametrize(
    "source",
    ['{% badge "a" tone="green" %}', '{% button "a" kind="big" %}', '{% section "a" level=1 %}x{% endsection %}'],
)
def test_an_unknown_value_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//evil.example", " javascript:x", "\tdata:x"],
)
def test_an_address_that_could_harm_leads_nowhere(url):
    assert href(url) == "#"


def test_an_address_may_be_the_name_of_one():
    assert href("account_login") == "/en/accounts/login/"


def test_text_in_another_language_says_which():
    with translation.override("en"):
        assert render('{% text "نص" "ar" %}') == '<span lang="ar" dir="rtl">نص</span>'
        assert render('{% text "plain" "en" %}') == "plain"
        assert render('{% text "??" %}') == '<span dir="auto">??</span>'
        assert render('{% lang_attrs "zh-hans" %}') == ' lang="zh-Hans" dir="ltr"'


def test_dates_are_in_the_page_s_language_and_the_reader_s_zone():
    moment = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)
    with timezone.override("Pacific/Kiritimati"), translation.override("en"):
        assert render("{% when m %}", m=moment) == '<time datetime="2024-03-01T13:30+14:00">1 March 2024</time>'
        assert "13:30 +14" in render("{% when m time=True %}", m=moment)
    with translation.override("fr"):
        assert render("{% when d %}", d=date(2024, 8, 1)) == '<time datetime="2024-08-01">1 août 2024</time>'
    assert render("{% when d %}", d=None) == ""


def test_a_fact_without_content_is_left_out():
    html = render('{% facts %}{% fact "Here" %}yes{% endfact %}{% fact "Gone" %} {% endfact %}{% endfacts %}')
    assert "Here" in html
    assert "Gone" not in html
    assert render('{% facts %}{% fact "Gone" %}{% endfact %}{% endfacts %}') == ""


def test_pages_keep_the_other_parameters():
    page = Paginator(range(200), 10).page(7)
    links = page_links(page, QueryDict("goal=6&goal=1&q=a%26b&page=7"))
    assert [link.number for link in links.numbers] == [1, 6, 7, 8, 20]
    assert links.next == "?goal=6&goal=1&q=a%26b&page=8"
    assert [link.number for link in links.numbers if link.gap] == [6, 20]


def test_the_current_page_is_marked():
    request = RequestFactory().get("/en/practices/", {"q": HOSTILE, "page": "2"})
    html = render("{% pagination page %}", page=Paginator(range(30), 10).page(2), request=request)
    assert html.count('aria-current="page"') == 1
    assert "<script" not in html


def test_one_page_needs_no_pagination():
    assert render("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_a_chosen_filter_stands_open_and_checked():
    html = render('{% facet "Goals" "goal" o selected=s %}', o=[("6", "Water", 12), ("1", "Poverty", None)], s=["6"])
    assert html.startswith('<details class="facet" id="facet-goal" open>')
    assert '<input type="checkbox" name="goal" value="6" checked>' in html
    assert '<input type="checkbox" name="goal" value="1">' in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "7,735"),
        ("zh-hans", "7,735"),
        ("fr", "7\xa0735"),
        ("es", "7\xa0735"),
        ("ar", "7\xa0735"),
        ("ru", "7\xa0735"),
    ],
)
def test_numbers_are_grouped_in_every_language_and_years_are_not(language, words):
    with translation.override(language):
        assert render("{% number 7735 %} {{ year }}", year=2026) == f"{words} 2026"

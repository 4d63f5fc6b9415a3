"""What works are called: one spelling for each identifier, however it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import identity
from tracker.identity import WorkId, canonical_url, from_title, from_url, parse, parse_arxiv
from tracker.works import sorted_ids


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2407.12345", "arxiv:2407.12345"),
        ("arXiv:2407.12345v3", "arxiv:2407.12345"),
        ("arxiv:0704.0001", "arxiv:0704.0001"),
        ("1412.9999", "arxiv:1412.9999"),
        ("1501.00001", "arxiv:1501.00001"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("arxiv:math.GT/0309136v2", "arxiv:math/0309136"),
        ("https://arxiv.org/abs/2407.12345v2", "arxiv:2407.12345"),
        ("http://www.arxiv.org/pdf/2407.12345v2.pdf", "arxiv:2407.12345"),
        ("https://arxiv.org/abs/quant-ph/0201082", "arxiv:quant-ph/0201082"),
        ("https://doi.org/10.48550/arXiv.2407.12345", "arxiv:2407.12345"),
        ("10.48550/arXiv.hep-th/9901001", "arxiv:hep-th/9901001"),
        ("url:https://arxiv.org/abs/2407.12345", "arxiv:2407.12345"),
        ("10.1038/SData.2016.35", "doi:10.1038/sdata.2016.35"),
        ("doi: 10.1038/sdata.2016.35.", "doi:10.1038/sdata.2016.35"),
        ("DOI:https://dx.doi.org/10.1038/sdata.2016.35", "doi:10.1038/sdata.2016.35"),
        ("https://doi.org/10.1038/sdata.2016.35", "doi:10.1038/sdata.2016.35"),
        ("https://www.nature.com/articles/sdata201635", "doi:10.1038/sdata.2016.35"),
        ("https://dl.acm.org/doi/abs/10.1145/3458754", "doi:10.1145/3458754"),
        (
            "https://link.springer.com/chapter/10.1007/978-3-031-1_2/ch3",
            "url:https://link.springer.com/chapter/10.1007/978-3-031-1_2/ch3",
        ),
        (
            "https://www.medrxiv.org/content/10.1101/2020.03.24.20043018v1.full",
            "doi:10.1101/2020.03.24.20043018",
        ),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001",
            "doi:10.1371/journal.pone.0000001",
        ),
        ("pmid: 31066443", "pmid:31066443"),
        ("https://pubmed.ncbi.nlm.nih.gov/31066443/", "pmid:31066443"),
        ("http://WWW.Example.org/a/?utm_source=x&b=1#top", "url:https://example.org/a?b=1"),
        ("https://example.org/page?12345", "url:https://example.org/page?12345"),
        ("https://example.org:8443/a b", "url:https://example.org:8443/a%20b"),
        ("title:Attention Is All You Need!", "title:attention-is-all-you-need"),
    ],
)
def test_a_work_has_one_name_however_it_is_written(written: str, meant: str) -> None:
    found = parse(written)
    assert (str(found), parse(str(found))) == (meant, found)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "'' names no work; write arxiv:…, doi:…, pmid:…, url:… or title:…"),
        ("attention", "'attention' names no work; write arxiv:…, doi:…, pmid:…, url:… or title:…"),
        (
            "arxiv:2407.1234",  # an unquoted 2407.12340 ends like this
            "'2407.1234' is not an arXiv identifier such as 2407.12345 or hep-th/9901001",
        ),
        (
            "arxiv:2413.12345",
            "'2413.12345' is not an arXiv identifier such as 2407.12345 or hep-th/9901001",
        ),
        (
            "arxiv:2407.1234٥",
            "'2407.1234٥' is not an arXiv identifier such as 2407.12345 or hep-th/9901001",
        ),
        ("doi:11.1/x", "'11.1/x' is not a DOI such as 10.1038/sdata.2016.35"),
        ("pmid:012", "'pmid:012' is not a PubMed identifier such as pmid:31066443"),
        ("url:ftp://a.org", "'ftp://a.org' is not a web address (http or https)"),
        ("https://", "'https://' is not a web address (http or https)"),
        ("https://www./x", "'https://www./x' is not a web address (http or https)"),
        ("http://[::1/x", "'http://[::1/x' is not a web address (http or https)"),
        ("http://a.org:99999/", "'http://a.org:99999/' is not a web address (http or https)"),
        ("title:?!", "a work needs an identifier or a title with at least one word"),
    ],
)
def test_what_names_no_work_is_told_so_in_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(ValueError) as fault:
        parse(written)
    assert str(fault.value) == sentence


def test_an_address_with_a_digit_too_many_is_not_taken_for_another_paper() -> None:
    assert [
        str(from_url(f"https://arxiv.org/abs/{name}"))
        for name in ("2407.123456", "hep-th/99010012")
    ] == [
        "url:https://arxiv.org/abs/2407.123456",
        "url:https://arxiv.org/abs/hep-th/99010012",
    ]


def test_the_version_is_read_but_is_no_part_of_the_name() -> None:
    assert [
        parse_arxiv(text) for text in ("2407.12345", "2407.12345v12", " math.GT/0309136v1 ")
    ] == [
        ("2407.12345", None),
        ("2407.12345", 12),
        ("math/0309136", 1),
    ]


def test_a_reader_opens_the_address_that_belongs_to_the_scheme() -> None:
    names = ("2407.12345", "doi:10.1038/x", "pmid:7", "https://a.org/b", "title:a b")
    assert [parse(name).url for name in names] == [
        "https://arxiv.org/abs/2407.12345",
        "https://doi.org/10.1038/x",
        "https://pubmed.ncbi.nlm.nih.gov/7/",
        "https://a.org/b",
        None,
    ]


def test_the_best_name_comes_first_and_repeats_are_dropped() -> None:
    names = ("title:a", "https://a.org", "pmid:7", "10.1038/b", "10.1038/a", "2407.12345", "pmid:7")
    assert [str(one) for one in sorted_ids(parse(name) for name in names)] == [
        "arxiv:2407.12345",
        "doi:10.1038/a",
        "doi:10.1038/b",
        "pmid:7",
        "url:https://a.org",
        "title:a",
    ]


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("2407.12345", "arxiv-2407.12345"),
        ("hep-th/9901001", "arxiv-hep-th-9901001"),
        ("10.1038/sdata.2016.35", "doi-10.1038-sdata.2016.35"),
        ("10.1093/jamia/ocab123", "doi-10.1093-jamia-ocab123-c71d1ef6"),
        ("pmid:31066443", "pmid-31066443"),
        ("https://example.org", "url-example.org"),
        ("title:small models", "title-small-models"),
    ],
)
def test_a_work_file_is_named_after_the_work(written: str, slug: str) -> None:
    assert parse(written).slug == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("doi:10.1000/a/b", "doi:10.1000/a-b"),
        ("doi:10.1000/a_b", "doi:10.1000/a-b"),
        ("https://a.org/b", "https://a-b"),
        ("https://a.org/B", "https://a.org/b"),
        ("https://a.org/b/c", "https://a.org/b-c"),
        ("https://a.org/é", "https://a.org/e"),
        ("title:été", "title:ete"),
        (f"title:{'a' * 90} b", f"title:{'a' * 90} c"),
    ],
)
def test_two_works_never_share_a_file(one: str, other: str) -> None:
    slugs = {parse(one).slug, parse(other).slug}
    assert len(slugs) == 2
    assert all(len(slug) <= 80 for slug in slugs)


def test_a_long_title_is_cut_to_a_name_that_reads_back() -> None:
    found = from_title("a" * 119 + " word")
    assert (found, parse(str(found))) == (WorkId("title", "a" * 119), found)


names = st.one_of(
    st.text(min_size=1).map(lambda text: f"title:{text}"),
    st.from_regex(r"10\.[0-9]{4,6}/[!-~éЖ漢]{1,30}", fullmatch=True),
    st.from_regex(r"(1[5-9]|2[0-9])(0[1-9]|1[0-2])\.[0-9]{5}(v[1-9])?", fullmatch=True),
    st.from_regex(r"[a-z]{2,8}(-[a-z]{2,4})?/[0-9]{2}0[1-9][0-9]{3}", fullmatch=True),
    st.integers(1, 999_999_999).map(lambda number: f"pmid:{number}"),
    st.builds(
        lambda host, rest: f"https://{host}/{rest}",
        st.sampled_from(["a.org", "www.A.org", "arxiv.org", "doi.org", "nature.com", "x.org:80"]),
        st.text(alphabet="abs/10.1234?&=%20+#:;~é A", max_size=30),
    ),
)


@given(names)
def test_every_name_reads_back_as_itself(text: str) -> None:
    try:
        found = parse(text)
    except ValueError:
        return  # the text names no work, and said so
    assert parse(str(found)) == found


@given(names)
def test_every_file_name_is_plain_and_short(text: str) -> None:
    try:
        slug = parse(text).slug
    except ValueError:
        return
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert (slug[0].isalnum(), slug[-1] in ".-", len(slug) <= 80) == (True, False, True)


@given(st.text(alphabet="abc/?&=#%20 :.", max_size=40))
def test_a_canonical_address_stays_as_it_is(rest: str) -> None:
    try:
        once = canonical_url(f"http://WWW.a.org{rest}")
    except ValueError:
        return
    assert canonical_url(once) == once


def test_ranks_follow_the_schemes() -> None:
    assert [WorkId(scheme, "x").rank for scheme in identity.SCHEMES] == [0, 1, 2, 3, 4]

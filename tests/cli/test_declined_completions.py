"""What arXiv fills comes along with what people decide, and is not asked for again by itself."""

from tests.cli.test_complete import ONE, TWO, Adopted, adopted
from tracker.outcomes import BRANCH

__all__ = ["adopted"]
KEPT = ("--author", "", "--published-on", "2025-03", "--category", "", "--journal", "")


def test_a_closed_request_that_only_completed_stays_closed_for_nights(adopted: Adopted) -> None:
    assert adopted.told() == ("created", "2 completed from arXiv")
    adopted.hub.edit(1, state="closed")
    assert adopted.told()[0] == "declined"
    adopted.next_night(authors=("Ann Author", "Bo Writer", "Cy Late"))
    assert adopted.told()[0] == "declined", "an author list that changed"
    adopted.next_night(2, journal_ref="J. Med. 5", doi="10.1000/med.5")
    report = adopted.publish()
    assert (report["action"], report["number"]) == ("declined", 1), "a journal and a DOI"
    assert report["summary"].startswith("pull request #1 was closed by hand; waiting for new")
    adopted.survey.run("decide", "2503.00003", "include", "--as", "ann", "--label", "kind:model")
    report = adopted.publish()
    assert (report["number"], report["title"]) == (2, "1 added, 2 corrected")
    completed = (adopted.hub.file(ONE, BRANCH) or b"").decode()
    assert ["Cy Late" in completed, "J. Med. 5" in completed] == [False, True]
    adopted.merge(2)
    assert adopted.told()[0] == "nothing"


def test_a_closed_request_with_decisions_stays_closed_whatever_is_completed_since(
    adopted: Adopted,
) -> None:
    adopted.survey.run("decide", "2503.00003", "include", "--as", "ann", "--label", "kind:model")
    assert adopted.told() == ("created", "1 added, 2 corrected")
    adopted.hub.edit(1, state="closed", body="Not now.")
    adopted.next_night(authors=("Ann Author", "Bo Writer", "Cy Late"))
    assert adopted.told()[0] == "declined"
    forced = adopted.survey.run("publish", "--force", "--json").json
    assert (forced["action"], forced["number"]) == ("created", 2)
    assert b"Cy Late" in (adopted.hub.file(ONE, BRANCH) or b"")


def test_an_open_request_keeps_up_with_what_arxiv_says(adopted: Adopted) -> None:
    adopted.publish()
    adopted.next_night(authors=("Ann Author", "Bo Writer", "Cy Late"))
    assert adopted.told() == ("updated", "2 completed from arXiv")
    assert b"Cy Late" in (adopted.hub.file(ONE, BRANCH) or b"")
    assert adopted.told() == ("unchanged", "2 completed from arXiv")


def test_who_states_what_arxiv_would_fill_keeps_it_out_for_good(adopted: Adopted) -> None:
    run = adopted.survey.run
    done = run("decide", "2503.00001", "include", "--as", "ann", *KEPT, "--json")
    assert done.json["decision"]["facts"] == {
        "authors": [], "published_on": "2025-03", "journal": "", "category": "",
    }  # fmt: skip
    adopted.next_night(journal_ref="J. Med. 5")
    body = adopted.publish()["body"]
    told = [line for line in body.splitlines() if "from arXiv:" in line]
    assert ["2503.00002" in line for line in told] == [True]
    assert adopted.hub.file(ONE, BRANCH) == (adopted.survey.root / ONE).read_bytes()
    assert b"Ann Author" in (adopted.hub.file(TWO, BRANCH) or b"")
    run("decide", "2503.00001", "include", "--as", "ann", "--author", "A.  Author", "--author", "B")
    work = run("show", "2503.00001", "--json").json["work"]
    assert (work["authors"], "category" in work) == (["A. Author", "B"], False)
    assert run("check").code == 0
    refused = run("decide", "2503.00001", "include", "--as", "ann", "--category", "Medicine!")
    assert (refused.code, refused.err) == (
        2, "tracker: category 'Medicine!' is not an arXiv category such as cs.CL\n"
    )  # fmt: skip

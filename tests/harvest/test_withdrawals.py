"""Telling withdrawals from sentences that only sound like one."""

import pytest

from tracker.harvest.withdrawals import says_withdrawn

NOTICES = [
    "This paper has been withdrawn",
    "This paper has been withdrawn by the author",
    "This paper has been withdrawn by the author(s) due to a gap in Lemma 2",
    "This papers has been withdrawn",
    "12 pages, 3 figures. This article has been withdrawn because Table 1 was wrong.",
    "The manuscript is withdrawn pending a second look at the data",
    "This submission was withdrawn by arXiv administrators",
    "arXiv admin note: this work has been withdrawn by arXiv for unclear authorship",
    "This version is being withdrawn while we repair the code",
    "This preprint is withdrawn temporarily",
    "This has been withdrawn: the second author did not agree",
    "The paper had to be withdrawn",
    "Our report was withdrawn at the request of the hospital",
    "Paper withdrawn",
    "paper withdrawn by author",
    "Withdrawn",
    "WITHDRAWN.",
    "[withdrawn]",
    "Withdrawn by the authors",
    "withdrawn due to a bug",
    "Withdrawn from arXiv at our institution's wish",
    "Withdrawing for now; a corrected version will follow",
    "We withdraw this paper because the labels leaked",
    "We are withdrawing this submission to repeat the experiments",
    "I am withdrawing my manuscript",
    "The authors have withdrawn this article",
    "We have decided to withdraw the paper",
    "We would like to withdraw our preprint until the licence is settled",
    "We request the withdrawal of this submission",
    "The proof is wrong; I request withdrawal of the manuscript",
    "The co-authors could not agree, necessitating its withdrawal",
    "Company requests to withdraw",
    "An error was found in Section 4. We have chosen to withdraw",
]
FALSE_FRIENDS = [
    "",
    "12 pages, 3 figures",
    "The dataset was withdrawn from the market",
    "This paper was withdrawn from the proceedings because nobody could travel",
    "Accepted to a workshop (withdrawn before presentation)",
    "This work was withdrawn from the main conference and will appear elsewhere",
    "We withdrew from the shared task",
    "ICLR 2025 withdrawn submission",
    "A withdrawn submission to EMNLP",
    "A previous version of this paper was withdrawn; this one is complete",
    "An earlier manuscript has been withdrawn by its authors, this is its successor",
    "Replaces arXiv:2501.00001, a paper that was withdrawn",
    "Resubmission of the withdrawn arXiv:2501.00001",
    "We study opioid withdrawal with language models",
    "Patients may withdraw at any time, 14 pages",
    "Code for detecting withdrawn drugs: https://example.org",
    "Includes a corpus of cash withdrawals",
]
ABSTRACT_NOTICES = [
    "This paper has been withdrawn by the authors.",
    "This paper has been withdrawn due to an error in Figure 2.",
    "This article has been withdrawn because it was merged with another one",
    "The manuscript is withdrawn.",
    "Withdrawn",
    "Withdrawn by the author.",
]
ABSTRACT_FALSE_FRIENDS = [
    "",
    "Drugs withdrawn from the market are hard to find. We present a model that finds them.",
    "This paper studies papers that were withdrawn by their authors.",
    "The paper withdrawn most often is, we find, never cited. We ask why.",
    "This work examines withdrawal symptoms in notes that were withdrawn due to privacy.",
    "We show that a submission withdrawn because of a low score is often sent elsewhere.",
    "When troops are withdrawn, prices fall.",
    "Has this paper been withdrawn? We train a classifier that tells.",
    "Withdrawn products are recalled by number.",
]


@pytest.mark.parametrize("comment", NOTICES)
def test_a_comment_that_takes_the_paper_back_is_a_withdrawal(comment: str) -> None:
    assert says_withdrawn(comment, "We train a model.")


@pytest.mark.parametrize("comment", FALSE_FRIENDS)
def test_a_comment_about_something_else_withdrawn_is_none(comment: str) -> None:
    assert not says_withdrawn(comment, "We train a model.")


@pytest.mark.parametrize("abstract", ABSTRACT_NOTICES)
def test_a_notice_in_the_abstracts_place_is_a_withdrawal(abstract: str) -> None:
    assert says_withdrawn("", abstract)


@pytest.mark.parametrize("abstract", ABSTRACT_FALSE_FRIENDS)
def test_an_abstract_that_speaks_of_withdrawing_is_none(abstract: str) -> None:
    assert not says_withdrawn("", abstract)

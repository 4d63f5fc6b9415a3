"""What a new survey starts with: the files for people to fill, and how git treats the rest."""

from pathlib import Path

from tracker.curation.journal import write_whole

_FILES = {
    "curation/taxonomy.yaml": """\
# The vocabulary: dimensions, and the labels a work can have in each. Keys are permanent.
version: 1
dimensions:
  kind:
    name: Kind
    choose: any
    labels:
      method:
        name: Method
        meaning: A technique, shown on data or on existing systems.
        keywords: ["we propose", "framework", "approach"]
      dataset:
        name: Dataset
        meaning: Data released for others to train or test on.
        keywords: ["dataset", "corpus", "benchmark"]
      survey:
        name: Survey
        meaning: A summary of other work.
        keywords: ["survey", "review"]
""",
    "curation/queries.yaml": """\
# The questions put to arXiv every night. Everything in the categories is read (cross-lists
# count) and the model sorts it, so that no title is missed for lack of the right word.
queries:
  - key: everything
    categories: ["cs.CL"]
    # since: "2025-01-01"            # the first day of submission the survey wants
    # any_of: ["language model"]     # phrases in title or abstract; narrows the question
""",
    "curation/tables.yaml": """\
# What is published: each table is a marked region of the page, its rows a question about labels.
page: README.md
more: {folder: pages}               # a page for each table, and for each dimension
timeline: {picture: pages/timeline.svg, page: pages/timeline.md, techniques: [kind]}
matrix: {page: pages/matrix.md}     # where no work is, and the search that shows it
tables: []
""",
    "curation/curators.yaml": """\
# Who may decide. A handle is the curator's GitHub login; `import` stands for an adopted list.
curators:
  - handle: import
    name: The hand-written list this survey began with
""",
    "curation/scope.md": """\
# Scope

<!-- What the survey is about, in a sentence or two. Curators read this page (tracker scope) and
the model learns from it; curation/README.md of the tracker explains its sections. -->

## Include

<!-- 1. Criteria, numbered: what belongs. -->

## Exclude

<!-- 1. What does not, though it may look so. -->

## Must speak of

<!-- - health: clinic*, patient, disease
A paper that has words of every line ranks higher. A star stands for any ending. -->

## Precedents

<!-- - arxiv:2407.12345 include: why, in a line. -->
""",
    "tracker.yaml": """\
# How suggestions are cut, and what is read twice. Every line may be left out; these are the
# values without it.
doubt: 0.1        # share of a label's works in which it may wrongly be called impossible
precision: 0.9    # what labels that arrive ticked must reach, surely
audit: 6          # of the papers shown, one in so many is drawn at random, to measure recall
threshold: 0.05   # new papers less likely than this to belong are not shown
second_reads: 0.1 # share of the decided works that a second curator reads, to measure agreement
strategy: value   # the order of the queue: value, likely, uncertain, oldest or newest
budget: 0         # decisions a week there is time for; 0 where nobody has said
""",
    ".gitattributes": """\
# Decisions of two checkouts are joined by keeping the lines of both; see the tracker's manual.
curation/decisions/**/*.jsonl text eol=lf merge=union
curation/works/*.yaml text eol=lf
curation/results/*.yaml text eol=lf
""",
    ".gitignore": """\
# What the tracker makes again.
db/*.sqlite*
.tracker/
site/
# Releases go to GitHub as files; git has all that they are made from.
/releases/
""",
}


def write_skeleton(root: Path) -> list[str]:
    """Write the files that are missing; return their names. Nothing is ever overwritten."""
    made = [name for name in _FILES if not (root / name).exists()]
    for name in made:
        write_whole(root / name, _FILES[name].encode())
    return made


def is_skeleton(root: Path, name: str) -> bool:
    """Whether a file is missing or still as `write_skeleton` left it."""
    path = root / name
    return not path.exists() or path.read_bytes() == _FILES[name].encode()

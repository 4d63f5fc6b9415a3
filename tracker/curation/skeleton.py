"""The curation a new survey starts with: four files for people to fill, nothing decided."""

from pathlib import Path

from tracker.curation.journal import write_whole

_FILES = {
    "taxonomy.yaml": """\
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
    "queries.yaml": """\
# The questions put to arXiv every night. Everything in the categories is read (cross-lists
# count) and the model sorts it, so that no title is missed for lack of the right word.
queries:
  - key: everything
    categories: ["cs.CL"]
    # since: "2025-01-01"            # the first day of submission the survey wants
    # any_of: ["language model"]     # phrases in title or abstract; narrows the question
""",
    "tables.yaml": """\
# What is published: each table is a marked region of the page, its rows a question about labels.
page: README.md
tables: []
""",
    "curators.yaml": """\
# Who may decide. A handle is the curator's GitHub login; `import` stands for an adopted list.
curators:
  - handle: import
    name: The hand-written list this survey began with
""",
}


def write_skeleton(root: Path) -> list[str]:
    """Write the files that are missing; return their names. Nothing is ever overwritten."""
    made: list[str] = []
    for name, text in _FILES.items():
        path = root / "curation" / name
        if not path.exists():
            write_whole(path, text.encode())
            made.append(f"curation/{name}")
    return made


def is_skeleton(path: Path) -> bool:
    """Whether a curation file is missing or still as `write_skeleton` left it."""
    return not path.exists() or path.read_bytes() == _FILES[path.name].encode()

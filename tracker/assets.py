"""Files that travel with the package: migrations, flows and the survey it ships configured for."""

from pathlib import Path


def asset(name: str) -> Path:
    """``db``, ``flows`` or ``curation``: from the checkout if there is one, else the wheel."""
    package = Path(__file__).parent
    checkout = package.parent / name
    if (package.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return package / "_shipped" / name

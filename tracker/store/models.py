"""The register of models: which were fitted, which one is the present one, and its figures."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.store.engine import reading, writing
from tracker.store.tables import Model as Row


@dataclass(frozen=True)
class KnownModel:
    """One model: ``promoted_at`` is None if it was refused, ``retired_at`` set once another
    took its place; ``figures`` hold its recipe, the verdict on it, and what it said of works
    it had not seen."""

    fingerprint: str
    fitted_at: datetime
    promoted_at: datetime | None = None
    retired_at: datetime | None = None
    figures: dict[str, Any] = field(default_factory=dict)


def present(engine: sa.Engine) -> KnownModel | None:
    """The model whose suggestions stand; None before the first."""
    chosen = sa.select(*_COLUMNS).where(
        col(Row.promoted_at).is_not(None), col(Row.retired_at).is_(None)
    )
    with reading(engine) as connection:
        return _known(connection.execute(chosen).first())


def find(engine: sa.Engine, fingerprint: str) -> KnownModel | None:
    chosen = sa.select(*_COLUMNS).where(col(Row.fingerprint) == fingerprint)
    with reading(engine) as connection:
        return _known(connection.execute(chosen).first())


def register(engine: sa.Engine, model: KnownModel) -> None:
    """Keep a model; one that is promoted retires the present one.

    What a retired or refused model said of single works is of no more use, so it is dropped.
    """
    before = present(engine)
    with writing(engine) as connection:
        if model.promoted_at is None:
            model = _bare(model)
        elif before is not None:
            _put(connection, replace(_bare(before), retired_at=model.promoted_at))
        _put(connection, model)


def _bare(model: KnownModel) -> KnownModel:
    rest = {name: value for name, value in model.figures.items() if name != "guesses"}
    return replace(model, figures=rest)


def _put(connection: sa.Connection, model: KnownModel) -> None:
    connection.execute(sa.delete(Row).where(col(Row.fingerprint) == model.fingerprint))
    connection.execute(sa.insert(Row).values(**vars(model)))


_COLUMNS = [col(getattr(Row, name)) for name in KnownModel.__dataclass_fields__]


def _known(row: Any) -> KnownModel | None:
    return KnownModel(**row._mapping) if row else None

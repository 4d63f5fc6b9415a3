"""Why a suggestion may be wrong: its tier, what spoke against it, and works to compare with"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

LISTS = ("against", "nearest")


def upgrade() -> None:
    # Suggestions are made anew by the next run; until then the old ones have no tier.
    empty = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("suggestion") as table:
        table.add_column(sa.Column("tier", sa.String(10), nullable=False, server_default=""))
        for name in LISTS:
            table.add_column(sa.Column(name, empty, nullable=False, server_default="[]"))
    with op.batch_alter_table("suggestion") as table:
        for name in ("tier", *LISTS):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("suggestion") as table:
        for name in ("tier", *LISTS):
            table.drop_column(name)

"""The register of models: which were fitted, and which one's suggestions stand"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    figures = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "model",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("fitted_at", instant, nullable=False),
        sa.Column("promoted_at", instant, nullable=True),
        sa.Column("retired_at", instant, nullable=True),
        sa.Column("figures", figures, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_model"),
    )


def downgrade() -> None:
    op.drop_table("model")

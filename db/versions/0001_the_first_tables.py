"""The first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

INSTANT = sa.DateTime(timezone=True)


def _json() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cell",
        sa.Column("query", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('proven', 'partial', 'failed', 'empty')", name=op.f("ck_cell_state")
        ),
        sa.PrimaryKeyConstraint("query", "day", name="pk_cell"),
    )
    op.create_table(
        "cursor",
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("category", name="pk_cursor"),
    )
    op.create_table(
        "paper",
        sa.Column("arxiv_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column(
            "authors",
            _json(),
            nullable=False,
        ),
        sa.Column(
            "categories",
            _json(),
            nullable=False,
        ),
        sa.Column("primary_category", sa.String(32), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("journal_ref", sa.Text(), nullable=True),
        sa.Column("doi", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("door", sa.String(8), nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("arxiv_id", name="pk_paper"),
    )
    with op.batch_alter_table("paper") as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_changed_at"), ["changed_at"])
        batch_op.create_index(batch_op.f("ix_paper_submitted_at"), ["submitted_at"])

    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column(
            "report",
            _json(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    with op.batch_alter_table("run") as batch_op:
        batch_op.create_index(batch_op.f("ix_run_started_at"), ["started_at"])

    op.create_table(
        "match",
        sa.Column("query", sa.String(40), nullable=False),
        sa.Column("arxiv_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["arxiv_id"],
            ["paper.arxiv_id"],
            name="fk_match_arxiv_id_paper",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("query", "arxiv_id", name="pk_match"),
    )
    op.create_table(
        "suggestion",
        sa.Column("arxiv_id", sa.String(32), nullable=False),
        sa.Column("label", sa.String(81), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column(
            "evidence",
            _json(),
            nullable=False,
        ),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("suggested_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["arxiv_id"],
            ["paper.arxiv_id"],
            name="fk_suggestion_arxiv_id_paper",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("arxiv_id", "label", name="pk_suggestion"),
    )
    op.create_table(
        "superseded",
        sa.Column("arxiv_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column(
            "authors",
            _json(),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["paper.arxiv_id"], name="fk_superseded_arxiv_id_paper"
        ),
        sa.PrimaryKeyConstraint("arxiv_id", "version", name="pk_superseded"),
    )


def downgrade() -> None:
    op.drop_table("superseded")
    op.drop_table("suggestion")
    op.drop_table("match")
    with op.batch_alter_table("run") as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_started_at"))

    op.drop_table("run")
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_submitted_at"))
        batch_op.drop_index(batch_op.f("ix_paper_changed_at"))

    op.drop_table("paper")
    op.drop_table("cursor")
    op.drop_table("cell")

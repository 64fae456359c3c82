"""drafts, trackers and demand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand",
        sa.Column("repository", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "number", "member", name=op.f("pk_demand")),
    )
    op.create_table(
        "model_calls",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_model_calls")),
    )
    op.create_table(
        "routed",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("repository", sa.Text(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "ts", name=op.f("pk_routed")),
    )
    op.create_table(
        "trackers",
        sa.Column("repository", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("github_id", sa.BigInteger(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=True),
        sa.Column("templates", sa.JSON(), nullable=True),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("issues_since", sa.BigInteger(), nullable=True),
        sa.Column("comments_since", sa.BigInteger(), nullable=True),
        sa.Column("releases_since", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("dropped", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("repository", name=op.f("pk_trackers")),
    )
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.add_column(sa.Column("body", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("labels", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(
            sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("author", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("created_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("moved", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("released", sa.Text(), nullable=True))
        batch_op.create_index("ix_issues_updated_at", ["updated_at"], unique=False)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("files", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("shared", sa.Text(), nullable=True))

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("shown", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joins", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("missing", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("asked", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("queued", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("wording", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE posts SET shown = 1 WHERE state = 'posted'")

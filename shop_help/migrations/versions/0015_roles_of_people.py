"""Who works here is found by the role: of millions of people a few do."""

from alembic import op

revision = "0015_roles_of_people"
down_revision = "0014_staff_and_audit"
branch_labels = None
depends_on = None

INDEX = "ix_person_roles_role_id"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What a try that was cut off has left half built.
        op.drop_index(INDEX, "person_roles", if_exists=True, postgresql_concurrently=True)
        op.create_index(INDEX, "person_roles", ["role_id"], postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index(INDEX, "person_roles")

"""The database itself refuses a pair in which somebody has no permission to take part, on both engines.

The permit must reach to the first day of the pair. Here rather than in the migration alone, because a test
of the wall needs to know its words.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "nobody is paired without permission"
_MISSING = """
    (SELECT count(*) FROM consents_permit
     WHERE purpose = 'take_part' AND until >= NEW.starts_on
     AND student_id IN (NEW.student_id, NEW.peer_id)) < 2
"""

SQLITE_UP = [
    f"""CREATE TRIGGER runs_pairing_needs_permission BEFORE INSERT ON runs_pairing
    WHEN NEW.status <> 'ended' AND {_MISSING}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
]
SQLITE_DOWN = ["DROP TRIGGER IF EXISTS runs_pairing_needs_permission"]

POSTGRES_UP = [
    f"""CREATE OR REPLACE FUNCTION runs_pairing_needs_permission() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.status <> 'ended' AND {_MISSING} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER runs_pairing_needs_permission BEFORE INSERT ON runs_pairing
    FOR EACH ROW EXECUTE FUNCTION runs_pairing_needs_permission()""",
]
POSTGRES_DOWN = [
    "DROP TRIGGER IF EXISTS runs_pairing_needs_permission ON runs_pairing",
    "DROP FUNCTION IF EXISTS runs_pairing_needs_permission()",
]


def raise_wall(connection: BaseDatabaseWrapper) -> None:
    _run(connection, SQLITE_UP, POSTGRES_UP)


def lower_wall(connection: BaseDatabaseWrapper) -> None:
    _run(connection, SQLITE_DOWN, POSTGRES_DOWN)


def _run(connection: BaseDatabaseWrapper, sqlite: list[str], postgres: list[str]) -> None:
    statements = {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

"""Faults that are planted in the demo, one at a time, and how `flask check` names each."""

from typing import Any

from sqlalchemy import Connection, Engine, text

from shop_help import checking

#: What is done behind the application's back, and how the fault that comes of it begins.
PLANTED = {
    "DELETE FROM photos WHERE conversation_id = {talk} AND seq = 2;"
    "DELETE FROM messages WHERE conversation_id = {talk} AND seq = 2": "sequence: conversation {talk}:",
    "UPDATE conversations SET last_seq = last_seq + 1 WHERE id = {talk}": "sequence: conversation {talk}:",
    "UPDATE messages SET seq = 0 WHERE conversation_id = {talk} AND seq = 1": "sequence: conversation {talk}:",
    "DROP INDEX uq_messages_conversation_id_person_id_client_id;"
    "INSERT INTO messages (conversation_id, seq, voice, person_id, client_id, kind, body, created_at)"
    " SELECT conversation_id, 9999, voice, person_id, client_id, kind, body, created_at FROM messages"
    " WHERE conversation_id = {talk} AND seq = 1": "doubled: conversation {talk}:",
    "INSERT INTO read_cursors (conversation_id, person_id, voice, seq) SELECT {talk}, id, 'BUYER', 9999"
    " FROM persons WHERE cast_name = 'iris'": "cursor: conversation {talk}:",
    "UPDATE conversations SET told_seq = last_seq + 1 WHERE id = {talk}": "told: conversation {talk}:",
    "UPDATE refunds SET amount = amount + 1 WHERE id = {refund}": "ledger: refund {refund}: it is of",
    "UPDATE refunds SET currency = 'XXX' WHERE id = {refund}": "ledger: refund {refund}: it is in XXX",
    "UPDATE refunds SET settled_at = NULL WHERE id = {refund}": "ledger: refund {refund}: its state is done",
    "UPDATE order_lines SET refunded_at = NULL WHERE id IN"
    " (SELECT line_id FROM refund_parts WHERE refund_id = {refund})": "ledger: refund {refund}: item",
    "UPDATE payment_parts SET amount = 1 WHERE kind = 'total' AND order_id ="
    " (SELECT order_id FROM refunds WHERE id = {refund})": "ledger: order",
    "UPDATE order_requests SET state = 'approved', kind = 'refund' WHERE id = {request}": (
        "ledger: request {request}: the refund was approved"
    ),
    "DELETE FROM deadlines WHERE id = {deadline}": "deadline: order_request {request}: it waits until",
    "UPDATE deadlines SET open_key = NULL WHERE id = {deadline}": "deadline: deadline {deadline}: it is neither",
    "UPDATE deadlines SET owner = 'lamp' WHERE id = {deadline}": "deadline: deadline {deadline}: it belongs",
    "UPDATE deadlines SET owner_id = 9999 WHERE id = {deadline}": "deadline: deadline {deadline}: it is due",
    "UPDATE order_requests SET due_at = '2030-01-01 00:00:00.000000' WHERE id = {request}": (
        "deadline: deadline {deadline}: it is due"
    ),
    "DELETE FROM deadlines WHERE owner = 'protection' AND act = 'close' AND open_key IS NOT NULL": (
        "deadline: protection"
    ),
    "UPDATE order_request_lines SET open_line_id = NULL WHERE request_id = {request}": "held: request {request}:",
    "UPDATE protection_lines SET open_line_id = NULL": "held: case",
    "DELETE FROM case_texts WHERE case_id = {case} AND place = 1": "search: case {case}, message 1: it can't be",
    "UPDATE case_texts SET words = 'others' WHERE case_id = {case} AND place = 1": (
        "search: case {case}, message 1: it is found by other words"
    ),
    "INSERT INTO case_texts (case_id, kind, place, words, about) VALUES ({case}, 'note', 9999, 'x', '')": (
        "search: case {case}, note 9999: it is found, and isn't there"
    ),
    "UPDATE photos SET bytes = bytes + 1 WHERE id = '{photo}'": "photo: photo {photo}: its file has",
}
ON_SQLITE = {
    "INSERT INTO case_words (case_words, rowid, words, about) SELECT 'delete', id, words, about FROM case_texts"
    " WHERE case_id = {case} AND place = 1": "search: text",
}
ON_POSTGRESQL = {
    "SET LOCAL session_replication_role = replica;"
    "UPDATE messages SET person_id = 9999 WHERE conversation_id = {talk} AND seq = 1": (
        "link: messages.person_id: 1 row leads to no row of persons"
    ),
}

IDS = {
    "talk": "SELECT conversation_id FROM messages WHERE seq = 3 ORDER BY conversation_id LIMIT 1",
    "refund": "SELECT refund_id FROM refund_parts JOIN refunds ON refunds.id = refund_id"
    " WHERE state = 'done' AND line_id IS NOT NULL ORDER BY 1 LIMIT 1",
    "request": "SELECT owner_id FROM deadlines WHERE open_key LIKE 'order_request:%' ORDER BY id LIMIT 1",
    "deadline": "SELECT id FROM deadlines WHERE open_key LIKE 'order_request:%' ORDER BY id LIMIT 1",
    "case": "SELECT id FROM cases ORDER BY id LIMIT 1",
    "photo": "SELECT id FROM photos ORDER BY id LIMIT 1",
}


def ids_in(connection: Connection) -> dict[str, Any]:
    """What the statements are about."""
    ids = {name: connection.scalar(text(wanted)) for name, wanted in IDS.items()}
    assert None not in ids.values(), ids
    return ids


def assert_each_is_named(engine: Engine, planted: dict[str, str]) -> None:
    """Each by itself, and taken back afterwards."""
    for statements, named in planted.items():
        with engine.connect() as connection:
            unkept, ids = connection.begin(), ids_in(connection)
            for statement in statements.format(**ids).split(";"):
                connection.exec_driver_sql(statement.replace("%", "%%") if engine.name == "postgresql" else statement)
            found = [str(fault) for fault in checking.faults(connection)]
            unkept.rollback()
        assert any(fault.startswith(named.format(**ids)) for fault in found), (statements, found)

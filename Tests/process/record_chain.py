"""Walks a record's hash chain, read by nothing of Porate's own: each row's hash over the one before and its cells.

The hash is SHA-256 over the hash before, the table's name with its length, the row's place, and for each cell that is
not NULL its column, its kind, its length and its bytes; numbers are little-endian. The record's identity starts it.
"""

import hashlib
import heapq
import sqlite3
import struct

TABLES = ("trains", "outcomes", "pulses", "waveforms", "events")


def _cell(column, value):
    if value is None:
        return b""
    if isinstance(value, int):
        kind, data = 1, struct.pack("<q", value)
    elif isinstance(value, str):
        kind, data = 2, value.encode()
    else:
        kind, data = 3, bytes(value)
    return struct.pack("<BBI", column, kind, len(data)) + data


def _opened(path):
    record = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    record.execute("BEGIN")
    return record


def _rows(record, tables):
    """The rows in the order of their places: (place, hash, table, cells). One at a time: a record may be large."""

    def of(table):
        for row in record.execute(f"SELECT * FROM {table} ORDER BY seq"):
            yield row[0], row[1], table, row[2:]

    return heapq.merge(*(of(table) for table in tables), key=lambda row: row[0])


def verify(path):
    """How many rows are good; raises AssertionError at the first that is not."""
    record = _opened(path)
    head = record.execute("SELECT seq, hash FROM head").fetchone()
    identity = record.execute("SELECT identity FROM journal").fetchone()[0]
    last = hashlib.sha256(b"porate journal 1" + identity).digest()
    place = 0
    for place, (sequence, stored, table, cells) in enumerate(_rows(record, TABLES), start=1):
        assert sequence == place, f"record: row {place} is missing or doubled, found {sequence} in {table}"
        text = last + struct.pack("<B", len(table)) + table.encode() + struct.pack("<q", sequence)
        text += b"".join(_cell(column, cell) for column, cell in enumerate(cells, start=1))
        last = hashlib.sha256(text).digest()
        assert last == stored, f"record: row {place} in {table} does not hash to what it says"
    assert head == (place, last), f"record: the head says {head[0]}, there are {place} rows"
    record.close()
    return place


def check_order(path):
    """No intent was written while the train before it was open or unresolved; says how many trains there are."""
    record = _opened(path)
    open_train, trains = None, 0
    for sequence, _, table, cells in _rows(record, ("trains", "outcomes")):
        if table == "trains":
            assert open_train is None, f"record: train {cells[0]} was armed at {sequence} while {open_train} was open"
            open_train, trains = cells[0], trains + 1
        elif cells[1] != "unresolved" and cells[0] == open_train:
            open_train = None
    record.close()
    return trains

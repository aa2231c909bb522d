"""The kinds of floods that a stranger's process makes at the socket, of connections and of messages."""

import resource
import socket

from access_people import PATIENCE, become

CALL = b'{"method":"io.porate.Control.GetState","parameters":{}}\0'


def opened(path, count):
    """So many connections, by a process that may have so many descriptors."""
    made = []
    for _ in range(count):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        made.append(connection)
    return made


def idle(path, count):
    """Connections that never say anything."""
    return opened(path, count)


def half_open(path, count):
    """Connections that begin a call and never end it."""
    made = opened(path, count)
    for connection in made:
        try:
            connection.send(CALL[:30])
        except OSError:
            pass  # Closed to make room for a later one.
    return made


def calling(path, count):
    """Connections that call once, and stay."""
    made = opened(path, 0)
    for _ in range(count):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        try:
            connection.send(CALL)
        except OSError:
            pass
        made.append(connection)
    return made


def churning(path, count):
    """Connections that come and go."""
    for _ in range(count):
        opened(path, 1)[0].close()
    return []


def crawling(path, count):
    """Senders of single bytes, of a call that is good in the end."""
    made = opened(path, min(count, 100))
    for byte in CALL * 2:
        for connection in made:
            try:
                connection.send(bytes([byte]))
            except OSError:
                pass
    return made


def huge(path, count):
    """Messages of 1 GB: one that begins as a call, one of nothing but text."""
    piece = b"x" * (1 << 20)
    for start in (b'{"method":"io.porate.Control.Prepare","parameters":{"token":"', b""):
        connection = opened(path, 1)[0]
        connection.settimeout(PATIENCE)
        sent = 0
        try:
            connection.sendall(start)
            for _ in range(min(count, 1024)):
                connection.sendall(piece)
                sent += 1
        except TimeoutError:
            raise AssertionError(f"after {sent} MB the daemon neither reads on nor closes") from None
        except OSError:
            pass  # Closed by the daemon, which is right.
        assert sent < min(count, 1024), f"the daemon took a message of {sent} MB"
        connection.close()
    return []


def flooding(person, path, kind, count, pipe):
    """A stranger's process: makes its flood, says so, and holds it until told."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, count + 100), most))
    become(person)
    try:
        made = KINDS[kind](path, count)
        pipe.send(None)
    except Exception as error:  # noqa: BLE001  # told to the test
        pipe.send(f"{type(error).__name__}: {error}")
        return
    pipe.recv()
    for connection in made:
        connection.close()


KINDS = {function.__name__: function for function in (idle, half_open, calling, churning, crawling, huge)}

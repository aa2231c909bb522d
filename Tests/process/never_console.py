"""Consoles of a test from outside: connections by the PyPI varlink client, leases that are renewed, firings."""

import socket
import threading
import time

import varlink

# Nothing is judged by this: it ends a test that hangs, and a daemon that does not answer for so long has failed.
PATIENCE = 60
# What the service says when it cannot know what became of a command.
UNKNOWN = {"notAnswered", "eventsLost", "answerNotSent"}


class Untyped(AssertionError):
    """An error that the interface does not declare."""


class Interfaces:
    """One varlink client of one daemon, which reads the interface definitions once."""

    def __init__(self, address):
        self.address = address
        self.client = varlink.Client(address)
        self.errors = {}
        names = [name for name in self.client.get_interfaces() if name.startswith("io.porate")]
        for name in [*names, "org.varlink.service"]:
            interface = self.client.get_interface(name) or self.client._interfaces[name]
            for member in interface.members.values():
                if type(member).__name__ == "_Error":
                    self.errors[f"{name}.{member.name}"] = member.type.fields

    def open(self, interface="io.porate.Control"):
        """A connection of its own."""
        connection = self.client.open(interface)
        connection._connection.settimeout(PATIENCE)
        return connection

    def check(self, error):
        """That an error is one of the interface, with the parameters that it declares."""
        name, given = error.error(), error.parameters() or {}
        if name not in self.errors:
            raise Untyped(f"an error that no interface declares: {error}")
        fields = self.errors[name]
        missing = [field for field, kind in fields.items() if type(kind).__name__ != "_Maybe" and field not in given]
        if missing or set(given) - set(fields):
            raise Untyped(f"an error whose parameters are not as declared: {error}")
        return name.rsplit(".", 1)[1]


class Console:
    """One lease: its stream, the thread that renews it, and the tickets that it got."""

    def __init__(self, interfaces, take_over=None):
        self.connection = interfaces.open()
        self.replies = self.connection.AcquireControl(take_over, _more=True)
        try:
            self.token = next(self.replies)["token"]
        except Exception:
            self.connection.close()
            raise
        self.renewing = interfaces.open()
        self.tickets = []
        self.hold = True
        self.is_renewing = True
        self.thread = threading.Thread(target=self._renew, daemon=True)
        self.renew()
        self.thread.start()

    def renew(self):
        """One renewal; the ticket is at least as old as the moment its answer arrived."""
        ticket = self.renewing.RenewControl(self.token, self.hold)["ticket"]
        self.tickets = [*self.tickets[-30:], (ticket, time.monotonic())]

    def _renew(self):
        try:
            while self.is_renewing:
                time.sleep(0.2)
                if self.is_renewing:
                    self.renew()
        except (varlink.VarlinkError, OSError):
            self.is_renewing = False

    def ticket(self, which):
        """A fresh ticket, one that is too old though still remembered, or none at all."""
        if which == "fresh":
            return self.tickets[-1][0]
        if which == "garbage":
            return "0123456789abcdef"
        while True:
            old = [text for text, arrived in self.tickets if 1.1 < time.monotonic() - arrived < 2.5]
            if old or not self.is_renewing:
                return old[-1] if old else self.tickets[0][0]
            time.sleep(0.05)

    def stop_renewing(self):
        """From now on this console is frozen."""
        self.is_renewing = False
        self.thread.join()

    def ending(self):
        """Why the daemon says that the lease ended; the connection's end counts as well."""
        try:
            next(self.replies)
        except varlink.VarlinkError as error:
            return error.parameters().get("reason", error.error())
        except (OSError, StopIteration):
            return "connection"
        return "a second reply"

    def close(self):
        """Gives the lease back by going away."""
        self.is_renewing = False
        for connection in (self.connection, self.renewing):
            try:
                connection.close()
            except OSError:
                pass
        self.thread.join()


class Firing(threading.Thread):
    """One Fire call with its replies, on a connection of its own."""

    def __init__(self, interfaces, attempt, token, nonce, ticket):
        super().__init__(daemon=True)
        self.interfaces, self.attempt = interfaces, attempt
        self.arguments = (token, nonce, ticket)
        self.replies, self.error, self.trouble = [], None, None
        self.start()

    def run(self):
        try:
            connection = self.interfaces.open()
            for reply in connection.Fire(*self.arguments, _more=True):
                self.replies.append(reply)
            connection.close()
        except varlink.VarlinkError as error:
            self.error = error
            unknown = (error.parameters() or {}).get("name") in UNKNOWN
            self.attempt.refused = not self.replies and not unknown
        except socket.timeout:
            self.trouble = "a Fire was never answered"
        except OSError:
            pass  # The daemon went away: nobody knows, and the record has to.

    @property
    def outcome(self):
        """The outcome that the call told, if it told one."""
        return self.replies[-1].get("outcome") if self.replies else None

    def finish(self):
        """Waits for the call's end; its first error's name, or None."""
        self.join(PATIENCE + 5)
        if self.is_alive() or self.trouble:
            raise TimeoutError(self.trouble or "a Fire never ended")
        return self.interfaces.check(self.error) if self.error else None

"""An operator for fault_cells.py: takes control, waits for the word to begin, arms, waits for the word to fire, fires.

Words are files in a folder: `begin`, `go`. Says one word a line, an error as `refused NAME JSON`.
Usage: fault_cells_operator.py ADDRESS FOLDER ARRAY PROTOCOL GAP_UM|- once|double|expiry|takeOver|selfTest
"""

import json
import pathlib
import sys
import threading
import time

import varlink


class Operator:
    def __init__(self, address, folder, mode):
        self.address, self.folder, self.mode = address, pathlib.Path(folder), mode
        self.ticket = None
        self.lock = threading.Lock()

    def connect(self):
        return varlink.Client(self.address).open("io.porate.Control")

    def say(self, *words):
        with self.lock:
            print(*words, flush=True)

    def await_word(self, word):
        while not (self.folder / word).exists():
            time.sleep(0.005)

    def take_control(self):
        lease = self.connect()
        reason = ["the patient is in this room"] if self.mode == "takeOver" else []
        self.lease = lease.AcquireControl(*reason, _more=True)
        self.token = next(self.lease)["token"]
        threading.Thread(target=self.renew, daemon=True).start()
        while self.ticket is None:
            time.sleep(0.005)
        self.say("control")

    def renew(self):
        connection = self.connect()
        try:
            while True:
                self.ticket = connection.RenewControl(self.token, True)["ticket"]
                time.sleep(0.2)
        except (varlink.error.VarlinkError, OSError) as error:
            self.say("lost", json.dumps(told(error)))

    def arm(self, array, protocol, gap):
        plan = {"array": array, "protocol": protocol, "acceptLowered": True}
        if gap != "-":
            plan["gap_um"] = int(gap)
        self.control, self.second = self.connect(), self.connect()
        digest = self.control.Prepare(self.token, plan)["plan"]["digest"]
        self.say("prepared")
        for reply in self.control.Arm(self.token, digest, array, _more=True):
            if reply.get("armed"):
                self.nonce = reply["armed"]["nonce"]
                self.end = time.monotonic() + reply["armed"]["expires_ms"] / 1000
        self.say("armed")

    def fire(self, connection):
        self.say("fires")
        try:
            for reply in connection.Fire(self.token, self.nonce, self.ticket, _more=True):
                self.say(reply["phase"], json.dumps(reply))
        except (varlink.error.VarlinkError, OSError) as error:
            self.say("refused", *told(error))
            return False
        return True

    def fire_twice(self):
        """The same firing from two connections at once, and once more afterwards."""
        second = threading.Thread(target=self.fire, args=(self.second,))
        second.start()
        self.fire(self.control)
        second.join()
        self.fire(self.control)

    def fire_at_expiry(self):
        """Fires at the moment at which the arming expires, by the word that came with it."""
        time.sleep(max(0, self.end - time.monotonic() - 0.004))
        for _ in range(20):
            if self.fire(self.control):
                return
            time.sleep(0.001)


def told(error):
    if isinstance(error, varlink.error.VarlinkError):
        name = error.error().rsplit(".", 1)[-1]
        return name, json.dumps(error.parameters() or {})
    return type(error).__name__, "{}"


def main():
    address, folder, array, protocol, gap, mode = sys.argv[1:]
    operator = Operator(address, folder, mode)
    try:
        if mode not in ("takeOver", "selfTest"):
            operator.await_word("begin")
        operator.take_control()
        if mode == "selfTest":
            for reply in operator.connect().SelfTest(operator.token, _more=True):
                operator.say(reply["phase"])
        elif mode != "takeOver":
            operator.arm(array, protocol, gap)
            operator.await_word("go")
            firing = {"double": operator.fire_twice, "expiry": operator.fire_at_expiry}
            firing.get(mode, lambda: operator.fire(operator.control))()
        operator.say("waiting")
    except (varlink.error.VarlinkError, OSError) as error:
        operator.say("refused", *told(error))
    while True:
        time.sleep(1)


main()

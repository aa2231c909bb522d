"""An operator: takes control, prepares, arms, and fires unless told not to. Says one word a line.

Usage: operator_process.py ADDRESS ARRAY PROTOCOL GAP_UM|- fire|pedal|arm
"""

import sys
import threading
import time

import varlink


def main():
    address, array, protocol, gap, firing = sys.argv[1:]

    def connect():
        return varlink.Client(address).open("io.porate.Control")

    lease = connect().AcquireControl(_more=True)
    token = next(lease)["token"]
    ticket = {}

    def renew():
        connection = connect()
        while True:
            ticket["newest"] = connection.RenewControl(token, True)["ticket"]
            time.sleep(0.2)

    threading.Thread(target=renew, daemon=True).start()
    while "newest" not in ticket:
        time.sleep(0.01)
    plan = {"array": array, "protocol": protocol, "acceptLowered": True}
    if gap != "-":
        plan["gap_um"] = int(gap)
    connection = connect()
    digest = connection.Prepare(token, plan)["plan"]["digest"]
    print("prepared", flush=True)
    nonce = None
    for reply in connection.Arm(token, digest, array, _more=True):
        if reply.get("armed"):
            nonce = reply["armed"]["nonce"]
    print("armed", flush=True)
    if firing == "fire":
        for reply in connection.Fire(token, nonce, ticket["newest"], _more=True):
            print(reply["phase"], reply, flush=True)
    print("waiting", flush=True)
    while True:
        time.sleep(1)


try:
    main()
except varlink.error.VarlinkError as error:
    print("refused", error, flush=True)
    sys.exit(1)

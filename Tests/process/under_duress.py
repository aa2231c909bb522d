"""Stop under duress, foreign clients, and a daemon on a bad configuration, with real processes.

Prints one line a case and `N passed, N failed`. Usage: under_duress.py [--only TEXT] [--keep]
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import traceback

import varlink
from rig import BIN, ROOT, Rig, wait

CASES = []


def case(function):
    CASES.append(function)
    return function


def armed_rig(keep_armed=True):
    rig = Rig()
    rig.start_daemon()
    rig.console("plates", "plates-1khz", "8000", "arm")
    wait("armed", lambda: rig.state()["mode"] == "armed")
    return rig


def raw(rig):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(f"{rig.folder}/control")
    return connection


def request(method, parameters=None, **flags):
    message = {"method": f"io.porate.Control.{method}", "parameters": parameters or {}, **flags}
    return json.dumps(message).encode() + b"\0"


def check_stopped(rig):
    wait("the machine has stopped", lambda: rig.state()["mode"] == "standby")
    cause = rig.state()["cause"]["name"]
    assert cause == "stop", f"stopped by {cause}"
    assert not any(entry["event"] == "pulseStart" for entry in rig.truth())


@case
def stop_while_clients_flood_the_socket():
    rig = armed_rig()
    try:
        flooding = True

        def flood():
            connection = raw(rig)
            connection.settimeout(1)
            while flooding:
                try:
                    connection.sendall(request("GetState") * 20)
                    connection.recv(1 << 20)
                except OSError:
                    # Dropped as too greedy, which is right: come again.
                    connection.close()
                    try:
                        connection = raw(rig)
                        connection.settimeout(1)
                    except OSError:
                        time.sleep(0.01)

        threads = [threading.Thread(target=flood, daemon=True) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        rig.control("Stop")
        flooding = False
        for thread in threads:
            thread.join()
        check_stopped(rig)
    finally:
        rig.close()


@case
def stop_behind_an_unfinished_more_and_an_unread_socket():
    rig = armed_rig()
    try:
        connection = raw(rig)
        # Nobody reads what this connection gets, and its Monitor never ends; Stop is behind both.
        connection.sendall(request("Monitor", more=True) + request("GetState") * 10 + request("Stop"))
        check_stopped(rig)
        connection.close()
    finally:
        rig.close()


@case
def stop_while_a_slow_reader_blocks_its_monitor():
    rig = armed_rig()
    try:
        slow = []
        for _ in range(20):
            connection = raw(rig)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(request("Monitor", more=True))
            slow.append(connection)
        time.sleep(1)
        rig.control("Stop")
        check_stopped(rig)
    finally:
        rig.close()


@case
def stop_while_the_record_hangs():
    rig = armed_rig()
    try:
        record = sqlite3.connect(f"{rig.folder}/journal.sqlite", isolation_level=None)
        record.execute("BEGIN IMMEDIATE")
        rig.control("Stop")
        wait("the permit is gone", lambda: not rig.simulator("GetState")["permit"])
        wait("the bank is empty", lambda: rig.simulator("GetState")["bank_mV"] < 42_000)
        assert not any(entry["event"] == "pulseStart" for entry in rig.truth())
        record.execute("ROLLBACK")
        record.close()
    finally:
        rig.close()


@case
def byte_at_a_time_and_oversized_senders_leave_stop_working():
    rig = armed_rig()
    try:
        crawling = raw(rig)
        for byte in request("GetState")[:40]:
            crawling.send(bytes([byte]))
        greedy = raw(rig)
        try:
            for _ in range(64):
                greedy.sendall(b"x" * 65536)
        except OSError:
            pass  # Closed by the daemon once the cap was passed.
        rig.control("Stop")
        check_stopped(rig)
    finally:
        rig.close()


@case
def the_foreign_command_line_introspects_and_calls():
    rig = Rig()
    rig.start_daemon()
    try:
        address = f"unix:{rig.folder}/control"

        def cli(*arguments):
            command = [sys.executable, "-m", "varlink.cli", *arguments]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout

        assert "io.porate.Control" in cli("info", address)
        assert "method Stop()" in cli("help", f"{address}/io.porate.Control")
        state = json.loads(cli("call", f"{address}/io.porate.Control.GetState"))
        assert state["state"]["mode"] == "standby", state
    finally:
        rig.close()


@case
def the_foreign_asynchronous_client_calls():
    from asyncvarlink import VarlinkInterfaceRegistry, connect_unix_varlink
    from asyncvarlink.serviceinterface import VarlinkServiceInterface

    rig = Rig()
    rig.start_daemon()
    try:

        async def ask():
            from asyncvarlink import VarlinkClientProtocol

            transport, protocol = await connect_unix_varlink(VarlinkClientProtocol, f"{rig.folder}/control")
            proxy = protocol.make_proxy(VarlinkServiceInterface)
            info = await proxy.GetInfo()
            transport.close()
            return info

        info = asyncio.run(ask())
        assert "io.porate.Control" in info["interfaces"], info
        assert VarlinkInterfaceRegistry is not None
    finally:
        rig.close()


@case
def a_bad_configuration_is_told_and_nothing_is_armed():
    rig = Rig()
    try:
        path = rig.folder / "config" / "porated.yaml"
        path.write_text(path.read_text().replace("max_voltage: 1000 V", "max_voltage: 1000", 1))
        check = subprocess.run([BIN / "porated", "check", "--config", path], capture_output=True, text=True)
        assert check.returncode != 0 and "porated.yaml:" in check.stdout + check.stderr, check
        rig.daemon = rig._start(
            BIN / "porated", "--config", path, "--socket", rig.folder / "control", log="porated.log"
        )
        state = wait("the daemon says so", lambda: rig.state())
        assert state["problems"], state
        try:
            client = varlink.Client(f"unix:{rig.folder}/control").open("io.porate.Control")
            next(iter(client.AcquireControl(_more=True)))
            raise AssertionError("control was given on a bad configuration")
        except varlink.error.VarlinkError as error:
            assert "NotConfigured" in str(error), error
    finally:
        rig.close()


@case
def a_second_daemon_on_the_same_record_is_refused():
    rig = Rig()
    rig.start_daemon()
    try:
        path = rig.folder / "config" / "porated.yaml"
        other = subprocess.run(
            [BIN / "porated", "--config", path, "--socket", rig.folder / "other"],
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert other.returncode == 73, other
        assert str(rig.daemon.pid) in other.stderr + other.stdout, other
    finally:
        rig.close()


@case
def without_a_calibration_nothing_is_armed():
    rig = Rig()
    try:
        shutil.rmtree(rig.folder / "config" / "calibration")
        os.mkdir(rig.folder / "config" / "calibration")
        rig.start_daemon()
        console = rig.console("plates", "plates-1khz", "8000", "fire")
        console.wait(timeout=60)
        said = (rig.folder / "operator.log").read_text()
        assert "calibration" in said, said
        assert not any(entry["event"] == "bankAbove42V" for entry in rig.truth())
    finally:
        rig.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    failed = 0
    chosen = [function for function in CASES if options.only in function.__name__]
    for function in chosen:
        name = function.__name__.replace("_", " ")
        try:
            function()
            print(f"passed  {name}", flush=True)
        except Exception as error:  # noqa: BLE001  # every case is reported
            failed += 1
            print(f"FAILED  {name}: {error}", flush=True)
            traceback.print_exc()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


assert ROOT
main()

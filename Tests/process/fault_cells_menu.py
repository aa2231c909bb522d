"""Which faults there are, by the names of the virtual matrix, and in which states each is made."""

from fault_cells_faults import DeviceFault, DoorOpened, Firing, LinkFault, ProcessFault, TakeOver
from fault_cells_host import (
    ConfigSwapped,
    DescriptorsExhausted,
    DiskExhausted,
    JournalHanging,
    JournalLocked,
    WallClockStepped,
)
from fault_cells_truth import Allowance

# Of the rig's configuration: the permit's time to live; with the lease's lapse and the budget of late ticks.
PERMIT_MS, LINK_MS, LEASE_MS = 500, 1250, 2750


def silent(ms, **more):
    return Allowance(silent_after_ms=ms, **more)


def faults():
    """Every fault by its name, as the virtual matrix has them."""
    link, lease, permit = silent(LINK_MS), silent(LEASE_MS), silent(PERMIT_MS)
    everything = [
        ProcessFault("daemonKilled", allowance=permit, daemon_lives=False),
        ProcessFault("daemonFrozen10ms", None, signal="stop", lasts_ms=10),
        ProcessFault("daemonFrozen100ms", None, signal="stop", lasts_ms=100),
        ProcessFault("daemonFrozen1s", allowance=permit, signal="stop", lasts_ms=1000),
        ProcessFault("daemonFrozen10s", allowance=permit, signal="stop", lasts_ms=10_000),
        ProcessFault("consoleKilled", allowance=lease, process="console"),
        ProcessFault("consoleFrozen", allowance=lease, process="console", signal="stop", needs_time=True),
        ProcessFault("generatorKilled", process="generator"),
        ProcessFault("generatorFrozen", allowance=link, process="generator", signal="stop", lasts_ms=2000),
        TakeOver("takeOver", allowance=link),
        Firing("doubleFire", False, mode="double"),
        Firing("fireAtExpiry", None, mode="expiry"),
        DoorOpened("doorOpened", allowance=silent(0)),
        DescriptorsExhausted("descriptorsExhausted", None),
        DiskExhausted("diskExhausted", None, own_disk=True),
        JournalLocked("journalLocked", None),
        JournalHanging("journalHanging", None),
        WallClockStepped("wallClockStepped", None, seconds=-3600),
        ConfigSwapped("configSwapped", None),
        LinkFault("dropBytes", None, entry="dropBytes", details={"strength": 100_000}),
        LinkFault("corruptBytes", None, entry="corruptBytes", details={"strength": 20_000}),
        LinkFault("duplicateBytes", None, entry="duplicateBytes", details={"strength": 20_000}),
        LinkFault("reorderFrames", None, entry="reorderFrames", details={"strength": 300_000}),
        LinkFault("truncateFrames", None, entry="truncateFrames", details={"strength": 300_000}),
        LinkFault("delayBytes", allowance=link, entry="delayBytes", details={"strength": 2_000_000}),
        LinkFault("babble", allowance=link, entry="babble"),
        LinkFault("halfOpenToHost", allowance=link, entry="mute"),
        LinkFault(
            "halfOpenToDevice",
            allowance=permit,
            entry="dropBytes",
            details={"strength": 1_000_000, "way": "toDevice"},
        ),
        LinkFault("wrongBaud", allowance=link, entry="wrongBaud"),
        LinkFault("stuckBuffer", allowance=link, entry="stuckBuffer", details={"strength": 2_000_000}),
        LinkFault("cutLine", allowance=permit, entry="cutLine"),
        DeviceFault("reboot", allowance=silent(0), entry="reboot"),
        DeviceFault("hang", allowance=silent(0), entry="hang"),
        LinkFault("staleTelemetry", None, entry="staleTelemetry"),
        DeviceFault("wrongReadBack", entry="wrongReadBack"),
        DeviceFault("refusesDischarge", None, entry="refusesDischarge"),
        DeviceFault(
            "ignoresStop",
            None,
            Allowance(ignores_stop=True),
            entry="ignoresStop",
            wants_quick_train=False,
            wants_stop=True,
        ),
        DeviceFault("extraPulse", allowance=Allowance(extra_pulses=1), entry="extraPulse"),
        DeviceFault("missingPulse", entry="missingPulse"),
        DeviceFault("longPulse", entry="longPulse", needs_power_cycle=True),
        DeviceFault("stuckSwitch", entry="stuckSwitch", needs_power_cycle=True),
        DeviceFault("driftingBankA", entry="bankDrift", details={"channel": "a", "strength": 200_000}),
        DeviceFault("stuckBankB", entry="bankStuck", details={"channel": "b", "strength": 300_000}),
        DeviceFault("wrongPolarity", entry="wrongPolarity"),
        DeviceFault("deadSupply", entry="deadSupply", needs_time=True),
        DeviceFault("deadMemory", entry="deadMemory", needs_power_cycle=True),
        DeviceFault("removedArray", entry="removedArray"),
        DeviceFault("openTissue", entry="openTissue"),
        DeviceFault("shortTissue", entry="shortTissue"),
        DeviceFault("arcAtPulse", entry="arc", details={"after_us": 60}),
        DeviceFault("risingCurrent", entry="risingCurrent", details={"strength": 30_000}),
    ]
    return {fault.name: fault for fault in everything}


# A machine that stalls ends a train in these ways by itself: such a cell is tried again.
SLOW = {"tickLate", "triggerLost", "proceedLost"}
# What may be told as the first cause of a train or arming that the fault ended, where only that can be right.
STALLED = {"tickLate", "telemetryStale", "linkLost", "leaseEnded", "generatorUnexpected", "generatorEnded"}
CAUSES = {
    "daemonKilled": {"restarted"},
    "doubleFire": {"completed"},
    "daemonFrozen1s": STALLED,
    "daemonFrozen10s": STALLED,
    "consoleKilled": {"leaseEnded"},
    "consoleFrozen": {"leaseEnded"},
    "takeOver": {"leaseEnded"},
    "doorOpened": {"interlockOpened"},
    "generatorKilled": {"linkLost", "telemetryStale"},
    "cutLine": {"linkLost", "telemetryStale"},
    "halfOpenToHost": {"linkLost", "telemetryStale", "pulseMissing"},
    "wrongBaud": {"linkLost", "telemetryStale", "pulseMissing"},
    "deadSupply": {"chargeTimeout"},
    "driftingBankA": {"bankSensorsDisagree", "generatorFault"},
    "stuckBankB": {"bankSensorsDisagree", "generatorFault"},
    "extraPulse": {"pulseExtra"},
    "missingPulse": {"pulseVoltageLow"},
    "wrongPolarity": {"pulsePolarityWrong"},
    "shortTissue": {"pulseCurrentHigh"},
    "arcAtPulse": {"pulseCurrentHigh"},
    "risingCurrent": {"pulseCurrentHigh"},
}

# Where there is or may be energy.
ENERGY = "probing charging armed waitingForBeat delivering settling discharging"
CELLS = {
    "daemonKilled": f"starting standby {ENERGY}",
    "daemonFrozen10ms": "armed delivering settling",
    "daemonFrozen100ms": "charging delivering",
    "daemonFrozen1s": f"starting {ENERGY}",
    "daemonFrozen10s": "armed",
    "consoleKilled": ENERGY,
    "consoleFrozen": "charging armed waitingForBeat delivering settling",
    "generatorKilled": "standby charging armed delivering discharging",
    "generatorFrozen": "charging armed delivering settling",
    "takeOver": "charging armed waitingForBeat delivering",
    "doubleFire": "armed",
    "fireAtExpiry": "armed",
    "doorOpened": "probing settling waitingForBeat discharging",
    "descriptorsExhausted": "charging armed delivering",
    "diskExhausted": "standby charging delivering",
    "journalLocked": "standby charging delivering",
    "journalHanging": "charging armed delivering discharging",
    "wallClockStepped": "standby armed delivering",
    "configSwapped": "standby armed delivering",
    "dropBytes": "delivering",
    "corruptBytes": "charging delivering",
    "duplicateBytes": "settling",
    "reorderFrames": "charging delivering",
    "truncateFrames": "armed delivering",
    "delayBytes": "armed",
    "babble": "delivering",
    "halfOpenToHost": "charging delivering",
    "halfOpenToDevice": "armed delivering",
    "wrongBaud": "charging armed delivering discharging",
    "stuckBuffer": "delivering discharging",
    "cutLine": "starting standby charging armed delivering settling discharging",
    "reboot": "charging delivering discharging",
    "hang": "armed delivering",
    "staleTelemetry": "armed discharging",
    "wrongReadBack": "standby",
    "refusesDischarge": "delivering",
    "ignoresStop": "delivering",
    "extraPulse": "delivering",
    "missingPulse": "delivering",
    "longPulse": "delivering",
    "stuckSwitch": "delivering",
    "driftingBankA": "charging",
    "stuckBankB": "armed",
    "wrongPolarity": "delivering",
    "deadSupply": "settling",
    "deadMemory": "armed",
    "removedArray": "armed delivering",
    "openTissue": "delivering",
    "shortTissue": "delivering",
    "arcAtPulse": "delivering",
    "risingCurrent": "delivering",
}
SMOKE = [
    ("daemonKilled", "delivering"),
    ("daemonFrozen1s", "armed"),
    ("consoleKilled", "charging"),
    ("takeOver", "armed"),
    ("cutLine", "settling"),
    ("arcAtPulse", "delivering"),
]
# The longest first, so that none is left alone at the end.
LONG = ("fireAtExpiry", "daemonFrozen10s", "deadSupply", "refusesDischarge", "ignoresStop")

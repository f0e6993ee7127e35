"""A run in the simulated country, and what it cost: what scripts/bench and scripts/figures print and compare."""

import collections
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import calibrate

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = {
    "dns": "DNS",
    "tcp_connect": "TCP",
    "tls_handshake": "TLS",
    "http_transaction": "HTTP",
    "helper_exchange": "helper",
    "pings": "pings",
}


def build():
    command = ["cargo", "build", "--release", "--locked", "--quiet", "-p", "arna-cli"]
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit("the build failed")
    return pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "release/arna"


def run(arna, arguments):
    """Runs a demo; the lines that it printed, its CPU seconds, its peak memory in MB, the bytes that passed in all."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder, "demo.pcapng")
        pid = os.fork()
        if pid == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os.execv(arna, [str(arna), "demo", *arguments, "--json", "--pcap", str(capture)])
        _, status, usage = os.wait4(pid, 0)
        if status:
            sys.exit(f"arna demo {' '.join(arguments)} ended with status {status}")
        out.seek(0)
        lines = [json.loads(line) for line in out]
        passed = calibrate.captured(capture.read_bytes())
    return lines, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, passed


def kind(observation):
    operation = observation["operation"]
    if observation["place"].get("stage") == "helper" or operation == "helper_exchange":
        return "helper"
    return KINDS.get(operation, operation)


def version(site):
    """What the site's own connection agreed on."""
    looks = (one for one in site["observations"] if one["place"].get("stage") == "look" and "alpn" in one)
    return next(looks, {}).get("alpn", "http/1.1")


SHARED = {"control", "lookup_control", "second_control", "canary", "innocent_at_helper", "innocent_after_names", "innocent_at_resolver"}


def cost(site):
    """Bytes of a site, with its share of what it had in common with those who sat beside it."""
    bytes_ = sum(site["bytes"].values())
    for one in site["observations"]:
        place = one["place"]
        # Requests in the clear sit beside innocents of their own.
        is_request = one["operation"] == "http_transaction" or str(one.get("address", "")).endswith(":80")
        if place.get("round") and place["arm"] in SHARED and not is_request:
            bytes_ += sum(one.get("bytes", {}).values()) / place["round"]["targets"]
    return bytes_


def asked_for(sites):
    """What is done only if it is asked for: a handshake over QUIC, a long flow, its blocks, and the transfers that rates are read off."""
    costs = collections.defaultdict(list)
    for site in sites:
        its = collections.Counter()
        for one in site["observations"]:
            place, bytes_ = one["place"], sum(one.get("bytes", {}).values()) / 1000
            if one["operation"] == "quic_handshake" and place["stage"] == "look" and "failure" not in one:
                its["kb_quic_handshake"] += bytes_
            elif place["stage"] == "long":
                its["kb_frozen" if place["block"] else "kb_long_flow"] += bytes_
            elif place["stage"] == "pair":
                its["kb_timed"] += bytes_
        for what, kb in its.items():
            costs[what].append(kb)
    most = max(costs.get("kb_timed", [0])) / 1000
    return {"mb_timed_at_most": most} | {what: statistics.mean(kb) for what, kb in costs.items()}


def figures(arna, arguments):
    """What a demo with these arguments cost."""
    lines, cpu, memory, passed = run(arna, arguments)
    sites = [line for line in lines if line["type"] == "measurement" and "input" in line]
    total = next(line for line in lines if line["type"] == "run")
    by_code = collections.defaultdict(list)
    for site in sites:
        by_code[site["verdict"]["code"]].append(cost(site) / 1000)
    https = [s for s in sites if s["verdict"]["code"] == "accessible" and s["input"].startswith("https:")]
    by_kind, by_version = collections.Counter(), {"http/1.1": [], "h2": []}
    for site in https:
        for observation in site["observations"]:
            by_kind[kind(observation)] += sum(observation.get("bytes", {}).values()) / 1000
        by_version[version(site)].append(sum(site["bytes"].values()) / 1000)
    own = sum(sum(site["bytes"].values()) for site in sites)
    return asked_for(sites) | {
        "targets": len(sites),
        "cpu_ms_per_target": 1000 * cpu / len(sites),
        "peak_memory_mb": memory,
        "virtual_s_per_target": total["virtual_s"] / len(sites),
        "kb_per_http_1_target": statistics.mean(by_version["http/1.1"] or [0]),
        "kb_per_http_2_target": statistics.mean(by_version["h2"] or [0]),
        "accessible_kb_by_kind": {name: value / max(len(https), 1) for name, value in by_kind.most_common()},
        "kb_by_code": {code: statistics.mean(kb) for code, kb in sorted(by_code.items())},
        "kb_of_the_run_itself": (sum(total["bytes"].values()) - own) / 1000,
        "mb_in_all": sum(total["bytes"].values()) / 1e6,
        "mb_on_the_interface": passed / 1e6,
        "score": total["score"],
    }

"""The lab's TCP against the kernel's: one scenario in process (virtual time) and over TUN (real time).

The phone is all that differs: a simulated stack there, this machine's kernel here. The weather is the same, since a
seed's losses and stalls are functions of time; what each of the two sends, and when, is its own affair. The kernel is
told to double its waits for an answer to a SYN, as phones' kernels do (from Linux 6.5 on the first four are equal).

A difference is too large (exit code 1) when

  times      shares of connects, handshakes, answers done in time differ by more than Kolmogorov and Smirnov's bound at
             1 in 1000 (0.195 for 200 and 200), after SLACK for what real time costs: clocks that tick in milliseconds,
             and a machine that has other things to do. The system's resolver is shown and has no bound: it is glibc's
  counts     failures or retransmissions differ by more than 3.3 times the root of their sum (1 in 1000, as if Poisson)
  verdicts   a target has two different ones, and neither abstains
"""

import collections
import json
import math
import pathlib
import subprocess
import tempfile

SLACK = (1.05, 0.010)  # a factor, and seconds
KOLMOGOROV = 1.95  # exceeded once in 1000
POISSON = 3.3  # so is this, in standard deviations
ABSTAINS = {"inconclusive", "weak_signal", "no_internet", "not_tested"}
INSIDE = """
linear=/proc/sys/net/ipv4/tcp_syn_linear_timeouts
[ ! -e $linear ] || echo 0 >$linear
"$1" run --input-file "$ARNA_LAB_TARGETS" --yes --json --db "$2/in.db" && cat /proc/net/dev >"$2/dev"
"""
UNBOUND = {"system_dns"}
TIMES = {
    "system_dns": lambda one: one["operation"] == "dns" and one.get("engine") == "system" and one["t"],
    "udp_dns": lambda one: one["operation"] == "dns" and one.get("engine") == "udp" and first_answer(one),
    "tcp_connect": lambda one: one["operation"] == "tcp_connect" and one["t"],
    "tls_first_byte": lambda one: one["operation"] == "tls_handshake" and one.get("first_byte"),
    "tls_handshake": lambda one: one["operation"] == "tls_handshake" and one["t"],
    "http_first_byte": lambda one: one["operation"] == "http_transaction" and one.get("first_byte"),
}


def first_answer(observation):
    return min((answer["t"] for send in observation["sends"] for answer in send.get("answers", [])), default=None)


class Side:
    """What one of the two saw."""

    def __init__(self, lines, interface):
        self.times, self.counts = collections.defaultdict(list), collections.Counter()
        self.verdicts, self.interface = {}, interface
        for line in lines:
            if line["type"] == "run":
                self.seconds, self.metered = line["runtime_s"], sum(line["bytes"].values())
            elif "input" in line and "decoy" not in line:  # each side has innocent sites of its own
                self.verdicts[line["input"]] = line["verdict"]["code"]
                for observation in line["observations"]:
                    if observation["place"]["stage"] == "look":
                        self.take(observation)

    def take(self, observation):
        failure = observation.get("failure")
        if failure:
            self.counts[f"{observation['operation']} {failure}"] += 1
        if "info" in observation and observation["operation"] != "http_transaction":
            self.counts[f"{observation['operation']} retransmissions"] += observation["info"]["retransmits"]
        for name, end in TIMES.items():
            at = not failure and end(observation)
            if at:
                self.times[name].append(at - observation["t0"])


def in_process(arna, arguments):
    with tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder, "demo.pcapng")
        command = [arna, "demo", *arguments, "--json", "--pcap", capture]
        lines = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
        return Side(map(json.loads, lines.splitlines()), captured(capture.read_bytes()))


def captured(pcapng):
    """Bytes of all packets: blocks of type 6, whose sixth word is the length."""
    total = at = 0
    while at < len(pcapng):
        kind, length = (int.from_bytes(pcapng[at + n : at + n + 4], "little") for n in (0, 4))
        if kind == 6:
            total += int.from_bytes(pcapng[at + 24 : at + 28], "little")
        at += length
    return total


class OverTun:
    """The same, begun at once: real time passes."""

    def __init__(self, arna, arguments):
        self.folder = tempfile.TemporaryDirectory()
        command = [arna, "lab", "exec", *arguments, "--", "sh", "-c", INSIDE, "sh", arna, self.folder.name]
        # Files: a full pipe would hold the run up.
        self.lines, self.errors = (open(f"{self.folder.name}/{name}", "w+") for name in ("lines", "errors"))
        self.process = subprocess.Popen(command, stdout=self.lines, stderr=self.errors)

    def end(self):
        if self.process.wait():
            self.errors.seek(0)
            raise SystemExit(f"scripts/bench: inside, arna ended with {self.process.returncode}:\n{self.errors.read()}")
        with open(f"{self.folder.name}/dev") as devices:
            fields = next(line for line in devices if "lab0:" in line).split(":")[1].split()
        self.lines.seek(0)
        return Side(map(json.loads, self.lines), int(fields[0]) + int(fields[8]))

    def leave(self):
        self.process.kill()
        self.process.wait()
        self.lines.close()
        self.errors.close()
        self.folder.cleanup()


def distance(one, other):
    """By how much one of two distributions is ahead of the other at most, SLACK aside."""
    factor, seconds = SLACK

    def ahead(early, late):
        late = sorted(late)
        done = lambda limit: sum(time <= limit for time in late) / len(late)
        return max((n + 1) / len(early) - done(time * factor + seconds) for n, time in enumerate(sorted(early)))

    return max(ahead(one, other), ahead(other, one), 0.0)


def percentiles(times):
    times = sorted(times)
    return [1000 * times[min(len(times) - 1, len(times) * p // 100)] for p in (10, 50, 90, 99)]


def compared(process, tun):
    """Lines to print, figures, and what differs too much."""
    lines, figures, missed = [], {}, []
    for name in TIMES:
        one, other = process.times[name], tun.times[name]
        if not one or not other:
            missed.append(name)
            continue
        bound = KOLMOGOROV * math.sqrt((len(one) + len(other)) / (len(one) * len(other)))
        apart = distance(one, other)
        if apart > bound and name not in UNBOUND:
            missed.append(name)
        shown = [[len(times), *percentiles(times)] for times in (one, other)]
        figures[name] = {"process": shown[0], "tun": shown[1], "apart": apart, "bound": bound}
        cells = ["{:5} {:7.0f} {:7.0f} {:7.0f} {:7.0f}".format(*row) for row in shown]
        lines.append(f"  {name:32} {cells[0]}  |{cells[1]}   {apart:.3f} {'' if name in UNBOUND else f'of {bound:.3f}'}")
    for name in sorted(process.counts.keys() | tun.counts.keys()):
        one, other = process.counts[name], tun.counts[name]
        if abs(one - other) > POISSON * math.sqrt(one + other):
            missed.append(name)
        figures[name] = {"process": one, "tun": other}
        if one or other:
            lines.append(f"  {name:32} {one:5} {'':31}  |{other:5}")
    for name in ("seconds", "metered", "interface"):
        one, other = getattr(process, name), getattr(tun, name)
        figures[name] = {"process": one, "tun": other}
        unit = {"seconds": "the run, seconds", "metered": "bytes, metered"}.get(name, "bytes at the interface")
        lines.append(f"  {unit:32} {one:10.0f} {'':26}  |{other:10.0f}")
    for side, name in ((process, "in process"), (tun, "over TUN")):
        lacking = 100 * (1 - side.metered / max(side.interface, 1))
        figures[f"lacking {name}"] = lacking
        lines.append(f"  not metered {name:20} {lacking:10.1f} %")
    for target, code in sorted(process.verdicts.items()):
        inside = tun.verdicts.get(target)
        if inside != code:
            lines.append(f"  {target}: {code} in process, {inside} over TUN")
            if not {code, inside} & ABSTAINS:
                missed.append(target)
    return lines, figures, missed


def calibrate(options, arna):
    """Runs all profiles, and the scenario whose verdicts are compared, beside each other."""
    own = ["--seed", str(options.seed), "--targets", str(options.targets)]
    runs = {
        f"{options.scenario} on {profile}": [options.scenario, "--profile", profile, *own]
        for profile in options.profile
    }
    if options.verdicts:
        runs[options.verdicts] = [options.verdicts, "--seed", str(options.seed)]
    inside, failed, all_figures = {}, False, {}
    try:
        for name, arguments in runs.items():
            inside[name] = OverTun(arna, arguments)
        outside = {name: in_process(arna, arguments) for name, arguments in runs.items()}
        for name, side in outside.items():
            lines, figures, missed = compared(side, inside[name].end())
            failed |= bool(missed)
            all_figures[name] = figures | {"missed": missed}
            if not options.json:
                head = f"{'n':>5} {'p10':>7} {'p50':>7} {'p90':>7} {'p99':>7}"
                print(f"{name}, seed {options.seed} (milliseconds)")
                print(f"  {'in process | over TUN':32} {head}  |{head}   apart", *lines, sep="\n")
                print(f"  TOO FAR APART: {', '.join(missed)}" if missed else "  nothing is too far apart", flush=True)
    finally:
        for one in inside.values():
            one.leave()
    if options.json:
        print(json.dumps(all_figures))
    return 1 if failed else 0

"""The phone's end alone: `arna run` inside the lab, where network, servers and helper are another process's.

CPU and memory are those of `arna run` as the kernel counts them, start and database included. It speaks over the
kernel's TCP (a TUN device), so the figures hold system calls, as on a phone, and P-256 certificates.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile

AIMS = {"cpu_ms_per_target": 4.0, "peak_memory_mb": 48.0}


def phone(options, arna):
    inside = [sys.executable, __file__, arna]
    names = ["--profile", options.profile, "--targets", str(options.targets), "--seed", str(options.seed)]
    command = [arna, "lab", "exec", options.scenario, *names, "--", *inside]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if ran.returncode:
        raise SystemExit(f"scripts/bench: {' '.join(command)} ended with status {ran.returncode}")
    figures = json.loads(ran.stdout)
    missed = [name for name, aim in AIMS.items() if figures[name] > aim]
    if options.json:
        print(json.dumps(figures | {"missed": missed}))
    else:
        print(f"phone {options.scenario} {' '.join(names)}: {figures['targets']} targets and decoys")
        for name, value in figures.items():
            aim = f"  (aim: at most {AIMS[name]:g}{', MISSED' if name in missed else ''})" if name in AIMS else ""
            print(f"  {name:32} {value:10.2f}{aim}")
    return 1 if missed else 0


def main(arna):
    """What runs inside: one run, and what it used."""
    with tempfile.TemporaryDirectory() as folder:
        targets = os.environ["ARNA_LAB_TARGETS"]
        command = [arna, "run", "web_connectivity", "--input-file", targets, "--yes", "--json", "--db", f"{folder}/in.db"]
        with open(f"{folder}/lines", "w+") as lines:
            subprocess.run(command, stdout=lines, stderr=subprocess.DEVNULL, check=True)
            lines.seek(0)
            *sites, run = map(json.loads, lines)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "targets": len(sites),
        "cpu_ms_per_target": 1000 * (used.ru_utime + used.ru_stime) / len(sites),
        "peak_memory_mb": used.ru_maxrss / 1024,
        "s_per_target": run["runtime_s"] / len(sites),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])

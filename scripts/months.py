"""Months of slices in the simulated country: what a phone gives in the background, and what comes of it.

Thirty days in virtual time: 10 to 40 slices a day of 20 s to 3 min, a third of them cut off, half of those by a kill, on
kz-2024-sni-drop with a second filter in the evenings and a shutdown of two days. Held: the bytes of the month; every block
accused within 3 days and called blocked within 4; nobody else accused; the shutdown to within one slice; at most two
sittings of a name a day; nothing lost or twice; nothing sent where nothing is due.
"""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def months(options):
    return play("months::months", {"ARNA_DAYS": options.days, "ARNA_SEEDS": options.seeds})


def kills(options):
    """Slices that are killed at any instant, one after the other in one store: nothing is lost, changed or kept twice, and no
    name sits more than twice a day."""
    return play("kills::kills", {"ARNA_KILLS": options.kills, "ARNA_FIRST": options.seed})


def play(scenario, variables):
    command = ["cargo", "test", "--release", "--locked", "--quiet", "-p", "arna-engine", "--test", "scenarios"]
    command += ["--", "--ignored", "--exact", scenario, "--nocapture"]
    said = {name: str(value) for name, value in variables.items()}
    return subprocess.run(command, cwd=ROOT, env=os.environ | said).returncode

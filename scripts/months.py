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
    variables = os.environ | {"ARNA_DAYS": str(options.days), "ARNA_SEEDS": str(options.seeds)}
    command = ["cargo", "test", "--locked", "--quiet", "-p", "arna-engine", "--test", "scenarios"]
    command += ["--", "--ignored", "--exact", "months::months", "--nocapture"]
    return subprocess.run(command, cwd=ROOT, env=variables).returncode

"""How long messages hold the Android app's main thread, by screen, over a store of 100,000 measurements.

The app runs on Robolectric, on this machine's JVM: layout is in it, drawing is not, and ART is another machine. So these are
figures to compare with those of before, and no time of a phone. A message over 16 ms costs a frame.

libarna is the one that tests have, built for development, where a screen is read some ten times as long as on a phone; none of
that is on the main thread. --release builds another one.
"""

import json
import pathlib
import shutil
import sys
import tempfile

import packages

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENARIO = "kz-2024-sni-drop"
TARGETS = 1000  # so that a list is long


def built(profile, folder):
    """A folder with libarna, and the Kotlin that goes with it generated."""
    packages.done([ROOT / "scripts/bindings"])
    if profile == "debug":
        return packages.TARGET / "bindings"
    packages.done(["cargo", "build", "--release", "--locked", "--quiet", "-p", "arna-ffi", "--features", "lab"])
    library = pathlib.Path(folder, "library")
    library.mkdir()
    shutil.copy(packages.TARGET / "release/libarna.so", library)
    return library


def main_thread(options):
    with tempfile.TemporaryDirectory() as folder:
        profile = "release" if options.release else "debug"
        library = options.library or built(profile, folder)
        store, figures = pathlib.Path(folder, "arna.db"), pathlib.Path(folder, "figures.json")
        made = packages.large_store(store, options.measurements, SCENARIO, ["--targets", str(TARGETS)], profile)
        packages.done([ROOT / "scripts/android", "main-thread", library, store, figures], stdout=sys.stderr)
        screens = json.loads(figures.read_text())
    if options.json:
        print(json.dumps({"measurements": made, "screens": screens}))
        return 0
    what = f"libarna in {options.library}" if options.library else f"libarna built for {'release' if options.release else 'development'}"
    print(f"messages on the main thread, with {made} measurements stored ({what})")
    print(f"  {'':26} {'messages':>9} {'longest':>9} {'99 of 100':>9} {'over 16 ms':>10}")
    for name, one in screens.items():
        times = f"{one['longest_ms']:6.1f} ms {one['p99_ms']:6.1f} ms"
        print(f"  {name:26} {one['messages']:9} {times} {one['over_16_ms']:10}")
    return 0

"""How long messages hold the Android app's main thread, by screen, over a store of 100,000 measurements.

The app runs on Robolectric, on this machine's JVM: layout is in it, drawing is not, and ART is another machine. It goes through its
screens until three tours in a row made no screen's longest message shorter by a tenth, or twenty times: the first ones load what a JVM loads
and compile. The last three are told. So these are figures to compare with those of before, and no time of a phone; no aim is held to. A message over 16 ms
costs a frame. How long one held the main thread is in the first columns, how long it worked meanwhile in those of the CPU (of the longest of each
tour the middle one, and the longest of all): the rest is another program's, where this machine has others, or waiting. Two rows are of
Android alone: a window of the app's theme with nothing in it, and a field. Some half an hour, and 2 GB in the folder for temporary files.

libarna is the one that tests have, built for development, where a screen is read some ten times as long as on a phone; none of
that is on the main thread. --release builds another one, --library takes one that is there, with the Kotlin that was generated for it.
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


def tell(what):
    print(f"scripts/bench main-thread: {what}", file=sys.stderr, flush=True)


def given(library):
    """The folder that somebody named, from wherever it is looked at."""
    if not (library / "libarna.so").is_file():
        sys.exit(f"scripts/bench: there is no libarna.so in {library}")
    return library.resolve()


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
    library = given(options.library) if options.library else None
    with tempfile.TemporaryDirectory() as folder:
        profile = "release" if options.release else "debug"
        if not library:
            tell(f"builds libarna ({profile})")
            library = built(profile, folder)
        store, figures = pathlib.Path(folder, "arna.db"), pathlib.Path(folder, "figures.json")
        tell(f"makes a store of {options.measurements} measurements")
        made = packages.large_store(store, options.measurements, SCENARIO, ["--targets", str(TARGETS)], profile)
        tell("the app goes through its screens until figures stand still")
        packages.done([ROOT / "scripts/android", "main-thread", library, store, figures], stdout=sys.stderr)
        tours = json.loads(figures.read_text())
    if options.json:
        print(json.dumps({"measurements": made} | tours))
        return 0
    what = f"libarna in {library}" if options.library else f"libarna built for {'release' if options.release else 'development'}"
    print(f"messages on the main thread, with {made} measurements stored ({what})")
    still = "figures stood still" if tours["are_still"] else "figures did not stand still"
    print(f"  the last {tours['told']} of {tours['tours']} tours; {still}")
    held = f"{'longest':>9} {'99 of 100':>9} {'over 16 ms':>10}"
    print(f"  {'':26} {'messages':>9} {held} {'CPU':>9} {'longest':>9} {'over 16 ms':>10}  longest in")
    for name, one in tours["screens"].items():
        times = f"{one['longest_ms']:6.1f} ms {one['p99_ms']:6.1f} ms {one['over_16_ms']:10}"
        cpu = f"{one['cpu_usual_ms']:6.1f} ms {one['cpu_longest_ms']:6.1f} ms {one['cpu_over_16_ms']:10}"
        where = ", ".join(f"{place} ({share:.0f} %)" for place, share in one["longest_in"].items())
        print(f"  {name:26} {one['messages']:9} {times} {cpu}  {where}")
    return 0

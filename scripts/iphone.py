"""What libarna adds to an iOS app, as `scripts/ios library` measured it: a program that has every function of the bindings, without the code that
none of them reaches and without names, beside an empty one. The archive itself is many times that: nothing in it is left out yet.
"""

import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def of(file):
    return {"target": file.parent.name, **json.loads(file.read_text())}


def ios(options):
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    found = [of(file) for file in sorted(target.glob("ios-library/*/adds.json"))]
    if not found:
        sys.exit("scripts/bench: there are no libraries for iOS; make some: scripts/ios library")
    missed = [one["target"] for one in found if one["adds_compressed"] > one["most_compressed"]]
    if options.json:
        print(json.dumps({"libraries": found, "missed": missed}))
        return 1 if missed else 0
    for one in found:
        aim = f"  (aim: at most {one['most_compressed']:,}{', MISSED' if one['target'] in missed else ''})"
        print(one["target"])
        for name in ("archive", "functions", "symbols", "adds", "adds_compressed"):
            print(f"  {name:16} {one[name]:>12,}{aim if name == 'adds_compressed' else ''}")
    return 1 if missed else 0

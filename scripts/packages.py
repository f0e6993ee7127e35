"""What the packages for apps cost: the border between two languages, and the library's size.

`packages` measures calls, events, pages and the opening of a large store from Kotlin and Swift, on a library built for release
with the simulated country in it. The large store is made here: a run as it is stored, over and over under new ids.
`size` builds what is shipped and compares it with its aim; the ten largest crates are cargo-bloat's.
"""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
AIM_MB = 4.5  # stripped, x86-64
AIMS_OF_SCREENS = {"page_of_history": 20, "home": 10}  # ms, with 100,000 measurements
TABLES_OF_A_RUN = ("run", "step", "observation", "verdict", "digest")


def done(command, **how):
    ran = subprocess.run(command, cwd=how.pop("cwd", ROOT), **how)
    if ran.returncode:
        sys.exit(f"scripts/bench: {' '.join(map(str, command))} ended with status {ran.returncode}")
    return ran.stdout


def large_store(path, measurements, scenario="open-lte", more=(), profile="release"):
    """A store with so many measurements (and a few more, to the next whole run), from one run in the simulated country."""
    arna = TARGET / profile / "arna"
    built = ["--release"] if profile == "release" else []
    done(["cargo", "build", *built, "--locked", "--quiet", "-p", "arna-cli"])
    demo = [arna, "demo", scenario, *more, "--seed", "1", "--json", "--db", str(path)]
    ran = subprocess.run(demo, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if ran.returncode:  # a line for each site else
        sys.exit(f"{ran.stderr}scripts/bench: {arna} demo ended with status {ran.returncode}")
    with sqlite3.connect(path) as store:
        columns = {
            table: [row[1] for row in store.execute(f"PRAGMA table_info({table})")] for table in TABLES_OF_A_RUN
        }
        rows = {table: store.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES_OF_A_RUN}
        runs = -(-measurements // len(rows["step"]))
        # Lists stay as they are: runs of one list share it.
        for again in range(1, runs):
            for table in TABLES_OF_A_RUN:
                names = columns[table]
                marks = ", ".join("?" * len(names))
                store.executemany(
                    f"INSERT INTO {table} VALUES ({marks})",
                    (renamed(dict(zip(names, row)), table, again, rows) for row in rows[table]),
                )
    store.close()
    return runs * len(rows["step"])


def renamed(row, table, again, rows):
    """A row as another run's: new numbers and ids, a later start, the same content."""
    shift = lambda of, number: None if number is None else number + again * len(rows[of])
    if "seq" in row:
        row["seq"] = shift(table, row["seq"])
    if "base" in row:
        row["base"] = shift("verdict", row["base"])
    for column, of in (("run", "run"), ("step", "step")):
        if column in row:
            row[column] = shift(of, row[column])
    for column in ("id", "measurement"):
        if column in row:
            row[column] = f"{row[column]}x{again}"
    for column in ("started", "given"):
        if column in row:
            row[column] += again * 3_600_000_000  # one an hour: none begins before the last has ended
    return tuple(row.values())


def kotlin(folder, library):
    maven = ["mvn", "-q", "-B", "--no-transfer-progress"]
    package = ROOT / "bindings/kotlin"
    done([*maven, "test-compile"], cwd=package)
    classes = tempfile.mktemp()
    done([*maven, "dependency:build-classpath", f"-Dmdep.outputFile={classes}"], cwd=package)
    path = ":".join(["target/classes", "target/test-classes", pathlib.Path(classes).read_text().strip()])
    java = ["java", f"-Djna.library.path={library}", "-cp", path, "kz.arna.BenchKt", folder]
    return json.loads(done(java, cwd=package, stdout=subprocess.PIPE, text=True).splitlines()[-1])


def swift(folder, library):
    if subprocess.run([ROOT / "scripts/swift-toolchain", "--check"], stdout=subprocess.DEVNULL).returncode:
        print("swift: there is none here (scripts/swift-toolchain sets it up)", file=sys.stderr)
        return {}
    links = ["-Xlinker", f"-L{library}", "-Xlinker", "-rpath", "-Xlinker", str(library)]
    run = [ROOT / "scripts/swift-toolchain", "run", "--bind", library, "--bind", folder, "--"]
    run += ["swift", "run", "--package-path", "bindings/swift", "-c", "release", *links, "arna-bench", folder]
    return json.loads(done(run, stdout=subprocess.PIPE, text=True).splitlines()[-1])


def packages(options):
    done([ROOT / "scripts/bindings"])
    done(["cargo", "build", "--release", "--locked", "--quiet", "-p", "arna-ffi", "--features", "lab"])
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        library = pathlib.Path(folder, "library")
        library.mkdir()
        shutil.copy(TARGET / "release/libarna.so", library)
        store = pathlib.Path(folder, "store")
        store.mkdir()
        made = large_store(store / "arna.db", options.measurements)
        figures["measurements"] = made
        figures["kotlin"] = kotlin(str(store), library)
        figures["swift"] = swift(str(store), library)
    if options.json:
        print(json.dumps(figures))
        return 0
    print(f"a store of {made} measurements; the rest is of an engine with an empty one")
    names = list(figures["kotlin"]) or list(figures["swift"])
    print(f"  {'':28} {'Kotlin':>10} {'Swift':>10}")
    for name in names:
        cells = (figures[language].get(name) for language in ("kotlin", "swift"))
        print(f"  {name:28} " + " ".join(f"{'':>10}" if cell is None else f"{cell:10.2f}" for cell in cells))
    return 0


def screens(options):
    """How long screens take to be read from a large store."""
    done(["cargo", "build", "--release", "--locked", "--quiet", "-p", "arna-screens", "--example", "bench"])
    with tempfile.TemporaryDirectory() as folder:
        store = pathlib.Path(folder, "arna.db")
        made = large_store(store, options.measurements)
        printed = done([TARGET / "release/examples/bench", store], stdout=subprocess.PIPE, text=True)
    figures = json.loads(printed)
    missed = [name for name, aim in AIMS_OF_SCREENS.items() if figures[name] > aim]
    if options.json:
        print(json.dumps({"measurements": made, "ms": figures, "missed": missed}))
        return int(bool(missed))
    print(f"screens of a store of {made} measurements, in ms")
    for name, ms in figures.items():
        aim = f"  (aim: under {AIMS_OF_SCREENS[name]}{', MISSED' if name in missed else ''})" if name in AIMS_OF_SCREENS else ""
        print(f"  {name:20} {ms:8.2f}{aim}")
    return int(bool(missed))


def size(options):
    done([ROOT / "scripts/bindings", "--shipped"])
    library = TARGET / "bindings/shipped/libarna.so"
    megabytes = library.stat().st_size / 1e6
    is_missed = megabytes > AIM_MB
    crates = []
    if shutil.which("cargo-bloat") or options.bloat:
        if not shutil.which("cargo-bloat"):
            done(["cargo", "install", "--quiet", "--locked", "cargo-bloat"])
        # It needs symbols, which the shipped library has none of, and crates that are not optimised as a whole: so it has
        # a folder of its own, and its sizes add up to more.
        bloat = ["cargo", "bloat", "--profile", "phone", "-p", "arna-ffi", "--lib", "--crates", "-n", "10"]
        bloat += ["--message-format", "json"]
        apart = os.environ | {"CARGO_TARGET_DIR": str(TARGET / "bloat")}
        crates = json.loads(done(bloat, env=apart, stdout=subprocess.PIPE, text=True))["crates"]
    if options.json:
        print(json.dumps({"stripped_mb": megabytes, "crates": crates, "missed": ["stripped_mb"] if is_missed else []}))
    else:
        print(f"libarna.so, stripped: {megabytes:.2f} MB  (aim: at most {AIM_MB:g}{', MISSED' if is_missed else ''})")
        for crate in crates:
            print(f"  {crate['size'] / 1e3:8.0f} kB of code  {crate['name']}")
        if not crates:
            print("  (--bloat installs cargo-bloat and lists the ten largest crates)")
    return 1 if is_missed else 0

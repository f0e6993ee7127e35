#!/usr/bin/env python3
"""What Android's Gradle plugin does, for machines without an SDK. scripts/android and the pom call it.

  build.py res            R.java, the table of resources, and what Robolectric reads; before compiling
  build.py shrunk LIBRARY runs the code as R8 leaves it; after compiling the tests
  build.py lint           Android's lint over sources and resources
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
import zipfile

ANDROID = pathlib.Path(__file__).resolve().parent.parent
TARGET = ANDROID / "target"
RES = TARGET / "res"
MAIN = ANDROID / "app/src/main"
RULES = ANDROID.parent / "bindings/kotlin/src/main/resources/META-INF/proguard/arna.pro"
REPOSITORY = pathlib.Path(os.environ.get("M2", pathlib.Path.home() / ".m2/repository"))
PACKAGE, MIN, TARGETED, CODE = "kz.arna.app", "24", "36", "1"
# What Robolectric runs the tests on: API 24, 34 and 36, as its version in the pom wants them.
IMAGES = ("7.0.0_r1-robolectric-r1-i7", "14-robolectric-10818077-i7", "16-robolectric-13921718-i7")
R8, LINT, MONITOR = "9.5.28", "32.5.0", "1.8.0"


def fail(message):
    sys.exit(f"android/tools/build.py: {message}")


def run(*command):
    if subprocess.run([str(part) for part in command]).returncode:
        fail(f"{command[0]} failed")


def of_pom(name):
    space = "{http://maven.apache.org/POM/4.0.0}"
    root = xml.parse(ANDROID / "pom.xml").getroot()
    found = root.find(f"{space}properties/{space}{name}")
    return (root.find(space + name) if found is None else found).text


def need(group, artifact, version, kind="jar"):
    """A file of Maven's repository, fetched by Maven if it is not there."""
    file = REPOSITORY / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.{kind}"
    if not file.exists():
        run("mvn", "-B", "-ntp", "-q", "dependency:get", f"-Dartifact={group}:{artifact}:{version}:{kind}",
            "-Dtransitive=false", f"-Dmaven.repo.local={REPOSITORY}")
    return file


def tool(name):
    if not shutil.which(name):
        package = "aapt" if name == "aapt2" else name
        fail(f"{name} is missing; on Debian: apt-get install --no-install-recommends {package}")
    return name


def framework():
    return need("org.robolectric", "android-all", of_pom("framework.version"))


def manifest():
    """With what Gradle takes from its own file."""
    text = (MAIN / "AndroidManifest.xml").read_text().replace("${applicationId}", PACKAGE)
    named = f'<manifest package="{PACKAGE}" android:versionCode="{CODE}" android:versionName="{of_pom("version")}" '
    text = text.replace("<manifest ", named, 1)
    sdk = f'<uses-sdk android:minSdkVersion="{MIN}" android:targetSdkVersion="{TARGETED}"/>'
    # Libraries are compressed in the APK (apk.py), so the system takes them out when it installs.
    text = text.replace("<application", '<application android:extractNativeLibs="true"', 1)
    return re.sub(r"(<manifest[^>]*>)", rf"\1{sdk}", text, count=1)


def res():
    # Kotlin's plugin leaves classes of sources that are gone.
    for folder in (RES, TARGET / "classes", TARGET / "test-classes"):
        shutil.rmtree(folder, ignore_errors=True)
    config = TARGET / "test-classes/com/android/tools"
    for folder in (RES / "java", config, TARGET / "robolectric"):
        folder.mkdir(parents=True, exist_ok=True)
    flat = TARGET / "framework.apk"
    if not flat.exists():
        run(sys.executable, ANDROID / "tools/flatten_arsc.py", framework(), flat)
    (RES / "AndroidManifest.xml").write_text(manifest())
    run(tool("aapt2"), "compile", "--dir", MAIN / "res", "-o", RES / "res.zip")
    run("aapt2", "link", "-I", flat, "--manifest", RES / "AndroidManifest.xml", "--java", RES / "java",
        "--proguard", RES / "keep.pro", "-o", RES / "res.apk", RES / "res.zip")
    (config / "test_config.properties").write_text(
        f"android_merged_manifest={RES}/AndroidManifest.xml\n"
        f"android_resource_apk={RES}/res.apk\nandroid_custom_package={PACKAGE}\n"
    )
    for version in IMAGES:
        image = need("org.robolectric", "android-all-instrumented", version)
        link = TARGET / "robolectric" / image.name
        if not link.is_symlink():
            link.symlink_to(image)
    with zipfile.ZipFile(need("androidx.test", "monitor", MONITOR, "aar")) as aar:
        (TARGET / "monitor.jar").write_bytes(aar.read("classes.jar"))


def jars():
    return [
        need("org.jetbrains.kotlin", "kotlin-stdlib", of_pom("kotlin.version")),
        need("org.jetbrains.kotlinx", "kotlinx-coroutines-core-jvm", of_pom("coroutines.version")),
    ]


def put(archive, name, data, method=zipfile.ZIP_DEFLATED):
    """With the same date always, so that the same sources give the same bytes."""
    archive.writestr(zipfile.ZipInfo(name, (1981, 1, 1, 1, 1, 2)), data, method, 9)


def shrunk(library):
    """The code of the app as R8 leaves it, run on this machine's JVM: the only run of it before a phone."""
    work = TARGET / "shrunk"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    rules = work / "smoke.pro"
    rules.write_text("-keep class kz.arna.app.SmokeKt { public static void main(java.lang.String[]); }\n-dontwarn **\n")
    with zipfile.ZipFile(work / "app.jar", "w") as archive:
        for folder, pattern in ((TARGET / "classes", "*.class"), (TARGET / "test-classes", "SmokeKt*.class")):
            for file in sorted(folder.rglob(pattern)):
                put(archive, str(file.relative_to(folder)), file.read_bytes())
    jna = need("net.java.dev.jna", "jna", of_pom("jna.version"))
    run("java", "-Xmx2g", "-cp", need("com.android.tools", "r8", R8), "com.android.tools.r8.R8", "--release", "--classfile",
        "--lib", java_home(), "--lib", framework(), "--map-diagnostics", "warning", "none", "--pg-conf", RULES,
        "--pg-conf", ANDROID / "app/proguard-rules.pro", "--pg-conf", rules, "--output", work / "shrunk.jar",
        work / "app.jar", jna, *jars())
    command = ["java", f"-Djna.library.path={library}", "--enable-native-access=ALL-UNNAMED", "-cp", work / "shrunk.jar", "kz.arna.app.SmokeKt"]
    said = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if said.returncode or "LIKELY_BLOCKED" not in said.stdout:
        fail(f"the shrunk code does not say what it should: {said.stdout}{said.stderr}")
    print(said.stdout, end="")


def java_home():
    return os.environ.get("JAVA_HOME") or os.path.realpath(shutil.which("javac")).rsplit("/bin/", 1)[0]


def lint():
    work = TARGET / "lint"
    work.mkdir(parents=True, exist_ok=True)
    pom = work / "pom.xml"
    pom.write_text(
        "<project><modelVersion>4.0.0</modelVersion><groupId>kz.arna</groupId><artifactId>lint</artifactId><version>1</version>"
        "<dependencies><dependency><groupId>com.android.tools.lint</groupId><artifactId>lint</artifactId>"
        f"<version>{LINT}</version></dependency></dependencies></project>"
    )
    classpath = work / "classpath"
    if not classpath.exists():
        run("mvn", "-B", "-ntp", "-q", "-f", pom, "dependency:build-classpath", f"-Dmdep.outputFile={classpath}")
    sources = [*sorted(MAIN.rglob("*.kt"))]
    (work / "project.xml").write_text("\n".join([
        "<project>", f'<root dir="{ANDROID}"/>', '<module name="app" android="true" library="false">',
        f'<manifest file="{RES}/AndroidManifest.xml"/>', *(f'<src file="{file}"/>' for file in sources),
        f'<resource file="{MAIN}/res"/>', *(f'<classpath jar="{jar}"/>' for jar in [*jars(), framework()]),
        "</module>", "</project>",
    ]))
    # It keeps its own settings in the home directory.
    home = work / "home"
    home.mkdir(exist_ok=True)
    run("java", f"-Duser.home={home}", "-cp", classpath.read_text(), "com.android.tools.lint.Main",
        "--project", work / "project.xml", "--exitcode", "--config", ANDROID / "app/lint.xml", "--text", "stdout")


if __name__ == "__main__":
    os.chdir(ANDROID)
    match sys.argv[1:]:
        case ["res"]:
            res()
        case ["shrunk", library]:
            shrunk(library)
        case ["lint"]:
            lint()
        case _:
            fail("res, shrunk LIBRARY or lint? (APKs: apk.py)")

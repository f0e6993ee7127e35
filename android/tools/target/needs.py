"""What libraries find in bridge.c: needs.py FILE.. prints NEED(name) for every symbol that one of them has to find elsewhere."""

import sys

from gates import told

# What loader.c answers itself, in the place of Android's linker.
LINKER = {"dl_iterate_phdr", "dlopen", "android_dlopen_ext", "dlsym", "dlclose", "dlerror", "dladdr", "android_get_application_target_sdk_version"}


def main():
    files = [told(file) for file in sys.argv[1:]]
    has = LINKER.union(*(file.exports for file in files))
    wanted = {name for file in files for name, is_wanted in file.needs.items() if is_wanted and name}
    for name in sorted(wanted - has):
        print(f"NEED({name})")


main()

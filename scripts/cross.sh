# Sourced by checks that build libarna for a system whose SDK is not here: what they need comes from registries. The caller has skip, which
# says why something cannot be had and ends.
# shellcheck shell=bash

# std_source NIGHTLY FOLDER: leaves in $std_source the standard library's source: rustup's own where it has it, else Debian's, if it is of the
# same version.
std_source() {
  local nightly=$1 out=$2 version sid apt
  version=$(rustc "+$nightly" --version | sed -n 's/^rustc \([0-9]*\.[0-9]*\).*/\1/p')
  std_source=$(rustc "+$nightly" --print sysroot)/lib/rustlib/src/rust/library
  if [ -d "$std_source" ]; then return; fi
  std_source=$(echo "$out"/rust-src/usr/src/rustc-"$version".*/library)
  if [ -d "$std_source" ]; then return; fi
  sid=$out/sid
  mkdir -p "$sid/lists/partial" "$sid/cache/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian sid main" >"$sid/sources.list"
  apt=(apt-get -q -o "Dir::Etc::sourcelist=$sid/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$sid/lists" -o "Dir::Cache=$sid/cache")
  (cd "$sid" && "${apt[@]}" update && "${apt[@]}" download rust-src) >"$out/apt.log" 2>&1 || skip "Debian's rust-src cannot be had here (see $out/apt.log)"
  dpkg -x "$sid"/rust-src_*.deb "$out/rust-src"
  std_source=$(echo "$out"/rust-src/usr/src/rustc-"$version".*/library)
  [ -d "$std_source" ] || skip "Debian's rust-src ($(cd "$sid" && ls rust-src_*.deb)) is not of $nightly's version, $version"
}

# zig FOLDER [PACKAGE...]: leaves in $zig the folder of PyPI's ziglang, a C compiler for everything; FOLDER/python is its venv, with what else is named.
zig() {
  local out=$1 wanted="${*:2} ziglang==0.17.1"
  if [ "$(cat "$out/python/wanted" 2>/dev/null)" != "$wanted" ]; then
    # shellcheck disable=SC2086 # several words
    { python3 -m venv "$out/python" && "$out/python/bin/pip" install --quiet --disable-pip-version-check $wanted; } || skip "PyPI's $wanted cannot be had here"
    printf '%s' "$wanted" >"$out/python/wanted"
  fi
  zig=$(echo "$out"/python/lib/python3*/site-packages/ziglang)
}

# remap ROOT LIBRARY: leaves in $remap the flags of rustc that keep this machine's paths out of what is built.
remap() {
  local sources
  remap="--remap-path-prefix=$1=arna --remap-path-prefix=${2%/library}=/rustc"
  for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do remap="--remap-path-prefix=${sources%/}= $remap"; done
}

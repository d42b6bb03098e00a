#!/bin/sh
# Readies a checkout, with nothing but a shell and Python: the make targets call it.
#   tools/setup.sh venv             .venv with the packages of requirements.lock and the project itself
#   tools/setup.sh packages LOCK    the packages of another lock on top of them
#   tools/setup.sh peers            .cache/peers with what the benchmarks measure the program beside
#   tools/setup.sh pango            the libraries that lay out the PDF; fails, saying what to run, when they cannot be had
#   tools/setup.sh lock             the locks, remade from pyproject.toml
# shellcheck disable=SC2086  # names of packages are separate words
set -eu
cd "$(dirname "$0")/.."

pango_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { echo "$*" >&2; }

uv_works() { uv --version >/dev/null 2>&1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if is_new_enough "$python"; then echo "$python"; return; fi
  done
  found=$(python3 --version 2>/dev/null || echo "no python3")
  say "lccspend needs Python 3.11 or newer, and this machine has $found."
  say "Install a newer Python (Debian 12 and Ubuntu 24.04 bring one), or uv, which fetches one itself."
  return 1
}

# Debian and its kin alone: a system package is installed when that needs no password.
install_packages() {
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" = 0 ]; then root=""
  elif sudo -n true 2>/dev/null; then root="sudo -n"
  else return 1
  fi
  say "Installing $* ..."
  {
    $root apt-get update -qq &&
      $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@"
  } </dev/null >/dev/null
}

line_to_run() {
  if command -v apt-get >/dev/null; then
    say "Run this line, then try again:"
    say "  sudo apt-get update && sudo apt-get install -y $*"
  else
    say "Install $* (under the names your system has for them), then try again."
  fi
}

make_venv_with_pip() {
  python=$(find_python)
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if ! install_packages "$python-venv" $pango_packages || ! "$python" -c 'import ensurepip'; then
      say "Python's venv module is missing."
      line_to_run "$python-venv" $pango_packages
      return 1
    fi
  fi
  "$python" -m venv --clear .venv
}

install() {
  if uv_works; then uv pip install --quiet --python .venv/bin/python "$@"
  else .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "$@"
  fi
}

install_lock() {
  install --only-binary :all: --require-hashes -r "$1"
}

# The build tool comes from the lock too: an isolated build would fetch one that nobody has pinned.
install_project() {
  install --no-deps --no-build-isolation -e .
}

make_venv() {
  say "Setting up .venv ..."
  if uv_works; then uv venv --quiet --clear --python '>=3.11' .venv
  else make_venv_with_pip
  fi
  install_lock requirements.lock
  install_project
}

has_libraries() {
  .venv/bin/python - "$@" <<'PROBE'
import ctypes
import ctypes.util
import sys

for name in sys.argv[1:]:
    file = ctypes.util.find_library(name) or f"lib{name}.so.0"
    try:
        ctypes.CDLL(file)
    except OSError:
        sys.exit(1)
PROBE
}

have_pango() {
  has_libraries pango-1.0 pangoft2-1.0 harfbuzz-subset && return
  install_packages $pango_packages && return
  has_libraries pango-1.0 pangoft2-1.0 && return
  say "Pango, which lays out the PDF, is missing."
  line_to_run $pango_packages
  return 1
}

compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
    --no-header --no-annotate "$@" pyproject.toml
}

make_locks() {
  uv=uv
  if ! uv_works; then
    python=$(find_python)
    "$python" -m venv .cache/lock
    .cache/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
    uv=.cache/lock/bin/uv
  fi
  compile --extra dev -o requirements.lock
  compile --extra postcodes -c requirements.lock -o requirements-postcodes.lock
  compile --extra peers -c requirements.lock -o requirements-peers.lock
}

make_peers() {
  python=$(find_python)
  "$python" -m venv --clear .cache/peers
  .cache/peers/bin/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
    --require-hashes -r requirements-peers.lock
}

case "${1-}" in
  venv) make_venv ;;
  packages) install_lock "$2" ;;
  peers) make_peers ;;
  pango) have_pango ;;
  lock) make_locks ;;
  *) sed -n '2,7s/^# *//p' "$0" >&2; exit 2 ;;
esac

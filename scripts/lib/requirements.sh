# shellcheck shell=bash
# What Porate needs beyond Swift, in one place, and how it is installed. Sourced by scripts/test and scripts/demo.
# Everything here talks on standard error: the programs' own output stays clean.

# To build and run the programs.
packages_to_run=(git libsqlite3-dev libserialport-dev)
# And to test them: foreign varlink peers in Python, full-screen programs in a terminal, the scripts' own lint.
# shellcheck disable=SC2034  # read by scripts/test
packages_to_test=("${packages_to_run[@]}" python3 python3-venv tmux shellcheck)

# The oldest Swift whose language features the package uses.
oldest_swift=6.2

say() { printf '%s\n' "$*" >&2; }

# One sentence that says what to do.
give_up() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

require_swift() {
  local version
  command -v swift >/dev/null ||
    give_up "Swift is missing: install Swift $oldest_swift or later from https://www.swift.org/install and put it on PATH, then run this again."
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\(\.[0-9][0-9]*\)*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || give_up "'swift --version' did not answer: mend the Swift installation on PATH, then run this again."
  if [ "$(printf '%s\n%s\n' "$oldest_swift" "$version" | sort -V | head -n 1)" != "$oldest_swift" ]; then
    give_up "Swift $version is too old: install Swift $oldest_swift or later from https://www.swift.org/install, then run this again."
  fi
}

# The Debian packages among the arguments that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
  done
}

# Installs the Debian packages that are missing; does nothing and says nothing where none is.
require_packages() {
  local missing=() log as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is no Debian: going on as if its own packages of $* were installed."
    return
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      give_up "Debian packages are missing and this is neither root nor is sudo here: have root run 'apt-get install ${missing[*]}', then run this again."
    as_root=(sudo)
    if [ ! -t 0 ]; then as_root=(sudo -n); fi
    "${as_root[@]}" true ||
      give_up "Debian packages are missing and sudo refused: have root run 'apt-get install ${missing[*]}', then run this again."
  fi
  say "Installing Debian packages: ${missing[*]}"
  log=$(mktemp)
  if ! "${as_root[@]}" apt-get -q update >"$log" 2>&1 ||
    ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    give_up "Debian packages could not be installed: check the network and the package sources, or install ${missing[*]} by hand, then run this again."
  fi
  rm -f "$log"
}

# Makes .build/venv hold exactly Tests/requirements.txt, and prints the path of its Python.
require_python_tools() {
  local list=Tests/requirements.txt venv=.build/venv python=/usr/bin/python3 log stamp
  # Debian's own Python, whose venv module the packages above bring, before whatever python3 is first on PATH.
  [ -x "$python" ] || python=$(command -v python3) || give_up "Python 3 is missing: install it, then run this again."
  stamp="$("$python" --version 2>&1) $(sha256sum <"$list") $PWD"
  if [ "$(cat "$venv/installed" 2>/dev/null)" != "$stamp" ]; then
    say "Installing Python tools for the tests into $venv: $(grep -o '^[A-Za-z][A-Za-z0-9_.-]*' "$list" | tr '\n' ' ')"
    log=$(mktemp)
    rm -rf "$venv"
    mkdir -p .build
    if ! "$python" -m venv "$venv" >"$log" 2>&1; then
      tail -n 15 "$log" >&2
      rm -f "$log"
      give_up "Python could not make a virtual environment: install its venv module (Debian: python3-venv), then run this again."
    fi
    if ! "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$list" >>"$log" 2>&1; then
      tail -n 15 "$log" >&2
      rm -f "$log"
      give_up "the Python tools of $list could not be installed: check the network, then run this again."
    fi
    rm -f "$log"
    printf '%s\n' "$stamp" >"$venv/installed"
  fi
  printf '%s\n' "$PWD/$venv/bin/python"
}

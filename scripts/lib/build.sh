# shellcheck shell=bash
# One optimised build with testing enabled serves the demo, the tests and the benchmarks: whoever builds, the others
# find it done. Other flags here and there would build everything twice.

# shellcheck disable=SC2034  # read by the scripts that source this
build_flags=(-c release -Xswiftc -enable-testing)

# Where the programs are after a build.
bin_dir() { swift build "${build_flags[@]}" --show-bin-path; }

# Fetches the Swift packages that are missing.
require_swift_packages() {
  local log
  log=$(mktemp)
  if ! swift package resolve >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    give_up "the Swift packages could not be fetched or Package.swift not read (see above): check the network, then run this again."
  fi
  rm -f "$log"
}

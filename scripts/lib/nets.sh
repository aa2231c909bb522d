# shellcheck shell=bash
# What the scripts that run the nets have in common: where the tools and programs are, and nets that are more than a line.

# Installs what is missing, and tells the tests where Python and Porate's own programs are.
prepare_nets() {
  require_swift
  # shellcheck disable=SC2154  # by requirements.sh, which every script here reads first
  require_packages "${packages_to_test[@]}"
  PORATE_TEST_PYTHON=$(require_python_tools)
  require_swift_packages
  PORATE_BIN_DIR=$(bin_dir)
  export PORATE_TEST_PYTHON PORATE_BIN_DIR
}

hazards() { scripts/hazards && scripts/hazards --self-test; }
explore() { "$PORATE_BIN_DIR/porate-prove" explore "$@"; }
never() { "$PORATE_TEST_PYTHON" Tests/process/never.py "$@"; }
access() { "$PORATE_TEST_PYTHON" Tests/process/access.py "$@"; }

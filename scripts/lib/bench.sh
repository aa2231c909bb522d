# shellcheck shell=bash
# What the benchmarks need beside what the tests need, and how they are built. Sourced by scripts/bench.

# The peers: cyclictest is in rt-tests; binutils has the strip that callgrind needs.
# shellcheck disable=SC2034  # read by scripts/bench
packages_to_bench=("${packages_to_run[@]}" gcc libc6-dev binutils valgrind rt-tests redis-server)

# Builds the peers in C into a folder and prints its path.
build_peers() {
  local folder=Benchmarks/.build/peers source
  mkdir -p "$folder"
  for source in Benchmarks/peers/*.c; do
    gcc -O2 -Wall -Wextra -Werror -o "$folder/$(basename "$source" .c)" "$source" >&2 ||
      give_up "$source did not build (see above)."
  done
  printf '%s\n' "$PWD/$folder"
}

# Builds the measuring program, which is shipped nowhere and has a package of its own, and prints its path.
build_measuring_program() {
  swift build --package-path Benchmarks -c release --product porate-bench >&2 ||
    give_up "Benchmarks did not build (see above)."
  printf '%s/porate-bench\n' "$(swift build --package-path Benchmarks -c release --show-bin-path)"
}

# Builds the programs that are measured from outside.
# shellcheck disable=SC2154  # build_flags is from build.sh
build_measured_programs() {
  local product
  for product in porated porate-sim; do
    swift build "${build_flags[@]}" --product "$product" >&2 || give_up "$product did not build (see above)."
  done
}

# shellcheck shell=bash
# The core as Embedded Swift: for this machine under -no-allocations, and for a Cortex-M4. On 32-bit targets that flag
# also names types of the standard library that the optimiser removes again, so there the machine code is read instead:
# no function outside Swift's own runtime may call what allocates.

allocating='swift_(slowAlloc|allocObject|allocBox|coroFrameAlloc|initStackObject|retain|release)|posix_memalign|malloc'

# The toolchain's own llvm-objdump, which reads Arm code on any machine.
toolchain_objdump() {
  local resources
  resources=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
  printf '%s\n' "$resources/../../bin/llvm-objdump"
}

# Prints each call to what allocates as "function: callee"; fails if there is one.
allocating_calls() {
  local listing found
  listing=$("$(toolchain_objdump)" -dr --no-show-raw-insn "$1") || return
  found=$(awk -v what="^($allocating)" '
    />:$/ { caller = $2; gsub(/[<>:]/, "", caller) }
    /R_ARM_/ && $NF ~ what && caller !~ /^swift_/ { print caller ": " $NF }' <<<"$listing")
  [ -n "$listing" ] && [ -z "$found" ] && return 0
  printf '%s allocates:\n%s\n' "$1" "$found"
  return 1
}

build_embedded() {
  local triple=armv7em-none-none-eabi folder object checked=0 failed=0
  swift build --package-path Embedded -c release -Xswiftc -no-allocations || return
  swift build --package-path Embedded -c release --triple "$triple" --scratch-path Embedded/.build-cortex-m4 || return
  for folder in Embedded/Sources/*; do
    for object in "Embedded/.build-cortex-m4/$triple/release/$(basename "$folder").build"/*.o; do
      [ -f "$object" ] || continue
      checked=$((checked + 1))
      allocating_calls "$object" || failed=1
    done
  done
  printf '%s objects for %s read for calls that allocate\n' "$checked" "$triple"
  [ "$failed" -eq 0 ] && [ "$checked" -gt 0 ]
}

# shellcheck shell=bash
# Steps with a name: each is run, timed and told, one that failed is remembered, and the end tells them all.
#
# Inside a step bash's `set -e` does not hold (its result is asked for), so each step chains its commands itself.

summary=()
failed=0

# step NAME COMMAND...: runs it, prints its seconds, remembers whether it failed.
step() {
  local name=$1 start=$SECONDS status=0 line
  shift
  printf '\n== %s\n' "$name"
  "$@" || status=$?
  if [ $status -eq 0 ]; then
    line=$(printf 'passed %4d s  %s' $((SECONDS - start)) "$name")
  else
    line=$(printf 'FAILED %4d s  %s' $((SECONDS - start)) "$name")
    failed=1
  fi
  printf '%s\n' "$line"
  summary+=("$line")
  return "$status"
}

finish() {
  printf '\n'
  printf '%s\n' "${summary[@]}"
  printf '%s in %d s\n' "$([ $failed -eq 0 ] && echo 'Everything passed' || echo 'NOT everything passed')" "$SECONDS"
  exit $failed
}

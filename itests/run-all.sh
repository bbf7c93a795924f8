#!/bin/sh
# All tests: `mvn verify` with the profile `peers`, after the peers that it meets are there. Called by `./tidegate test`.
#   --install   installs the missing peers (apt-get, npm) instead of failing
set -eu

root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
install=no
for arg in "$@"; do
  case $arg in
    --install) install=yes ;;
    *)
      echo "tidegate test: unknown option '$arg'; the only one is --install" >&2
      exit 2
      ;;
  esac
done

missing() { # kind
  while read -r kind package probe; do
    case $kind in
      "$1") sh -c "$probe" >/dev/null 2>&1 || printf '%s ' "$package" ;;
    esac
  done <itests/peers/peers.list
}

debian=$(missing debian)
npm=$(missing npm)
scripts=$(missing script)
sudo=
[ "$(id -u)" -eq 0 ] || sudo="sudo "
if [ -n "$debian$npm$scripts" ]; then
  [ -z "$debian" ] || echo "missing peers from Debian: $debian"
  [ -z "$npm" ] || echo "missing peers from npm: those of $npm"
  [ -z "$scripts" ] || echo "missing peers that scripts make: $scripts"
  if [ "$install" = no ]; then
    echo "install them with:"
    [ -z "$debian" ] || echo "  ${sudo}apt-get install -y --no-install-recommends $debian"
    [ -z "$npm" ] || echo "  npm ci --prefix itests/peers --no-audit --no-fund"
    for script in $scripts; do echo "  $script"; done
    echo "or let \`./tidegate test --install\` do it"
    exit 1
  fi
  [ -z "$debian$scripts" ] || ${sudo}apt-get update -q
  if [ -n "$debian" ]; then
    # shellcheck disable=SC2086 # several words on purpose
    ${sudo}env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $debian
  fi
  [ -z "$(missing npm)" ] || npm ci --prefix itests/peers --no-audit --no-fund
  for script in $(missing script); do
    "$script"
  done
  still=$(missing debian)$(missing npm)$(missing script)
  if [ -n "$still" ]; then
    echo "tidegate test: still missing after the installation: $still" >&2
    exit 1
  fi
fi

# Reports of an earlier run must not be counted.
find bundles distribution itests bench -type d \( -name surefire-reports -o -name failsafe-reports \) \
  -path '*/target/*' -prune -exec rm -rf {} +

code=0
if [ -t 1 ]; then
  mvn -B --fail-at-end verify -Ppeers || code=$?
else
  # Maven writes escape codes even into a file.
  failure=$(mktemp)
  { mvn -B --fail-at-end verify -Ppeers 2>&1 || echo "$?" >"$failure"; } | sed -u "s/$(printf '\033')\[[0-9;]*m//g"
  [ ! -s "$failure" ] || code=$(cat "$failure")
  rm -f "$failure"
fi

# One line for those who only read the end; no tests at all is a failure, never a success.
reports=$(find bundles distribution itests bench -path '*/target/*-reports/TEST-*.xml')
count() { # attribute of <testsuite>
  # shellcheck disable=SC2086
  [ -z "$reports" ] && echo 0 && return
  cat $reports | sed -n 's/.*<testsuite .*[ "]'"$1"'="\([0-9]*\)".*/\1/p' | awk '{ n += $1 } END { print n + 0 }'
}
tests=$(count tests)
failed=$(($(count failures) + $(count errors)))
skipped=$(count skipped)
passed=$((tests - failed - skipped))
if [ "$tests" -eq 0 ]; then
  echo "tidegate test: no test ran" >&2
  code=1
fi
[ "$failed" -eq 0 ] || code=1
if [ "$skipped" -gt 0 ]; then
  echo "tidegate test: $skipped tests were skipped; a test that cannot run must fail" >&2
  code=1
fi
echo "$passed passed, $failed failed"
exit "$code"

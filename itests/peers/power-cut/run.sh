#!/bin/sh
# Cuts the power of a gateway under load again and again (PowerCutIT) and says what came of it.
#   itests/peers/power-cut/run.sh [cuts] [seed]      20 cuts, a seed of its own
# Build first: mvn install -DskipTests -pl distribution/site,distribution/sim,itests/harness,bench -am
set -eu

root=$(CDPATH= cd "$(dirname "$0")/../../.." && pwd -P)
cd "$root"
itests/peers/power-cut/prepare.sh
exec mvn -q -B verify -Ppeers -pl itests/peers -Dtest=NbdServerTest -Dit.test=PowerCutIT \
  -Dpower.cuts="${1:-20}" ${2:+-Dpower.seed="$2"}

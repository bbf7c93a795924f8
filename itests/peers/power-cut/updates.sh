#!/bin/sh
# Cuts the power everywhere in an update (UpdateCutsIT) and says what came of it.
#   itests/peers/power-cut/updates.sh [places] [seed]      60 places, a seed of its own
# Build first: mvn install -DskipTests -pl distribution/site,distribution/sim,itests/harness,bench -am
set -eu

root=$(CDPATH= cd "$(dirname "$0")/../../.." && pwd -P)
cd "$root"
itests/peers/power-cut/prepare.sh
exec mvn -q -B verify -Ppeers -Dtests.left.out=none -pl itests/peers -Dtest=NbdServerTest -Dit.test=UpdateCutsIT \
  -Dpower.cuts="${1:-60}" ${2:+-Dpower.seed="$2"}

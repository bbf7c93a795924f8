#!/bin/sh
# Vehicles of ISO 15118-20 at EVSEs of the gateway's own: bench/vehicles.sh [quick]. About 35 minutes; quick, about four.
set -eu
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl bench,distribution/site -am package
command=$root/distribution/site/target/tidegate-site/bin/tidegate
"$command" prepare
classpath="bench/target/classes:bench/target/lib/*"
commands=40
seconds=1800
if [ "${1:-}" = quick ]; then
  commands=20
  seconds=120
fi

echo "rig: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(uname -sr), $(java -version 2>&1 | head -n 1)"
date -u +"date: %Y-%m-%dT%H:%MZ"
load() {
  echo "  load average before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}
echo
echo "== setpoint in the next loop, 50 vehicles (aim: p99)"
load
java -cp "$classpath" io.tidegate.bench.VehicleLoops "$command" 50 latency "$commands"
echo
echo "== 200 vehicles, four loops a second"
load
java -cp "$classpath" io.tidegate.bench.VehicleLoops "$command" 200 load "$seconds"

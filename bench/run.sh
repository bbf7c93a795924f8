#!/bin/sh
# All benchmarks, with the rig they ran on: bench/run.sh [quick]. About fifteen minutes; quick, about ten.
set -eu
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl bench,distribution/site -am package
command=$root/distribution/site/target/tidegate-site/bin/tidegate
"$command" prepare
classpath="bench/target/classes:bench/target/lib/*"
rounds=100
jmh=""
if [ "${1:-}" = quick ]; then
  rounds=30
  jmh="-wi 3 -i 3"
fi

echo "rig: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(uname -sr), $(java -version 2>&1 | head -n 1)"
date -u +"date: %Y-%m-%dT%H:%MZ"
load() {
  echo "  load average before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}
echo
echo "== start and memory"
load
java -cp "$classpath" io.tidegate.bench.Footprint "$command" 3
echo
echo "== command to wire"
load
java -cp "$classpath" io.tidegate.bench.CommandToWire "$command" 50 $rounds both
load
java -cp "$classpath" io.tidegate.bench.CommandToWire "$command" 1000 $((rounds / 3)) both
echo
echo "== one decision (aim: p99 at most 2 ms at 5,000 EVSE)"
load
# shellcheck disable=SC2086
java -cp "$classpath" org.openjdk.jmh.Main $jmh io.tidegate.bench.Deciding
echo
echo "== EXI: a charge loop message of a vehicle, this codec beside EXIficient (aims: decode 0.5 µs, encode 0.6 µs, 1 kB; cold 50 ms)"
load
# shellcheck disable=SC2086
java -cp "$classpath" org.openjdk.jmh.Main $jmh -prof gc io.tidegate.bench.exi.ExiCodec
java -cp "$classpath" org.openjdk.jmh.Main io.tidegate.bench.exi.ExiColdStart
java -cp "$classpath" io.tidegate.bench.exi.ExiProcessorTime

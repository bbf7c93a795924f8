#!/bin/sh
# Stations by the thousand on the gateway and on a peer, side by side: bench/ocpp.sh [quick] [kind]...
#   quick   a tenth of the stations and of the rate
#   kind    gateway, answering, ocpp-rpc, mutual-tls; all without one
set -eu
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
ulimit -n "$(ulimit -H -n)" 2>/dev/null || true
if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt 20000 ]; then
  echo "bench/ocpp.sh: ulimit -n is $(ulimit -n), at least 20000 are needed" >&2
  exit 1
fi
somaxconn=$(cat /proc/sys/net/core/somaxconn)
[ "$somaxconn" -ge 4096 ] || echo "note: net.core.somaxconn is $somaxconn, which cuts every accept backlog to it"
mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl bench,distribution/site -am package
[ -d itests/peers/node_modules/ocpp-rpc ] || npm ci --prefix itests/peers --no-audit --no-fund

echo "rig: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(uname -sr), $(java -version 2>&1 | head -n 1)"
date -u +"date: %Y-%m-%dT%H:%MZ"
echo "load average before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo
java -Xmx1g -cp "bench/target/classes:bench/target/lib/*" io.tidegate.bench.ocpp.OcppTable \
  distribution/site/target/tidegate-site "$@"
echo
echo "load average after: $(cut -d ' ' -f 1-3 /proc/loadavg)"

#!/bin/sh
# Looks, coverage-guided, for input that is not survived or not read as the standard says: bench/fuzz.sh [codec|framing|ledger|exi|v2gtp|slac|release|manifest|classfile]...
#   codec    texts of all three versions to the OCPP reader          10 million
#   framing  bytes of a socket to the WebSocket reader                3 million
#   ledger   events in any order to the ledger of transactions        0.3 million
#   exi      bytes of a vehicle to the EXI codec, every set          50 million
#   v2gtp    bytes of a connection, and datagrams of discovery       20 million
#   slac     Ethernet frames to the reader of SLAC messages           20 million
#   release  archives of a release to the rules that believe one      20 million
#   manifest manifests, roots, permits and signatures to their reader  20 million
#   classfile class files to the reader, and what it links to itself  20 million
# All without one. Each ends after so many executions or four hours, or at the first find, which it leaves among the seeds of its test,
# so that `mvn verify` reads it from then on.
set -eu
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
[ $# -gt 0 ] || set -- codec framing ledger exi v2gtp slac release manifest classfile
mvn -q -B -DskipTests -Dspotless.check.skip=true -pl bundles/codec/ocpp-json,bundles/charging/ocpp-transport,bundles/core/journal,bundles/codec/exi-15118,bundles/codec/v2gtp,bundles/codec/slac,bundles/codec/release,bundles/codec/classfile -am install
for part in "$@"; do
  case $part in
    codec) module=bundles/codec/ocpp-json test=FrameReaderFuzzTest ;;
    framing) module=bundles/charging/ocpp-transport test=FramingFuzzTest ;;
    ledger) module=bundles/core/journal test=LedgerFuzzTest ;;
    exi) module=bundles/codec/exi-15118 test=ExiFuzzTest ;;
    v2gtp) module=bundles/codec/v2gtp test=V2gtpFuzzTest ;;
    slac) module=bundles/codec/slac test=MmeFuzzTest ;;
    release) module=bundles/codec/release test=ReleaseFuzzTest#readsAnyArchiveToOneVerdict ;;
    manifest) module=bundles/codec/release test=ReleaseFuzzTest#readsAnyDocumentToOneVerdict ;;
    classfile) module=bundles/codec/classfile test=ClassFileFuzzTest ;;
    *)
      echo "bench/fuzz.sh: codec, framing, ledger, exi, v2gtp, slac, release, manifest or classfile, not $part" >&2
      exit 2
      ;;
  esac
  echo "== $part"
  # the hook for SQL injection parses every statement that is prepared, thrice as long as it takes
  JAZZER_FUZZ=1 JAZZER_DISABLED_HOOKS=com.code_intelligence.jazzer.sanitizers.SqlInjection mvn -B -Djazzer.hooks=true -Dtest.jvm=-Xmx1g -Dspotless.check.skip=true -Dtest=$test -pl $module test
done

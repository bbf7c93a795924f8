#!/bin/sh
# Looks for a text that the OCPP reader does not survive, coverage-guided and for all three versions: bench/fuzz.sh
# It ends after 10 million texts or four hours, or at the first find, which it leaves among the seeds of
# FrameReaderFuzzTest, so that `mvn verify` reads it from then on.
set -eu
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
JAZZER_FUZZ=1 exec mvn -B -Dspotless.check.skip=true -Dtest=FrameReaderFuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
  -pl bundles/codec/ocpp-json test

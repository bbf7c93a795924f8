#!/bin/sh
# Builds the bundles and the archive twice, in two copies of the checkout at different paths, and compares them byte by
# byte. Takes a few minutes; not part of `mvn verify`.
set -eu
root=$(CDPATH= cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for copy in one another/path; do
  mkdir -p "$work/$copy"
  (cd "$root" && git archive HEAD) | tar x -C "$work/$copy"
  (cd "$work/$copy" && mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl distribution/site -am package)
  (cd "$work/$copy/distribution/site/target" && find tidegate-site tidegate-site.tar.gz -type f -exec sha256sum {} + | sort -k 2) \
    >"$work/$(echo "$copy" | tr / -).sums"
done
if ! diff "$work/one.sums" "$work/another-path.sums"; then
  echo "reproducible: the two builds differ" >&2
  exit 1
fi
echo "reproducible: $(wc -l <"$work/one.sums") files are the same in both builds"

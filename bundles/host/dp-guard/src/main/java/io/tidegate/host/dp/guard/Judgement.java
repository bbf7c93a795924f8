package io.tidegate.host.dp.guard;

import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.SignedDocument;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package that may be installed.
 *
 * @param digest of its manifest
 * @param at when it was first let in
 * @param roots to be kept
 * @param signers ids of keys; empty when it is unsigned
 */
record Judgement(
    Manifest manifest,
    String digest,
    Instant at,
    SortedMap<Integer, SignedDocument> roots,
    List<String> signers) {
  Judgement {
    roots = new TreeMap<>(roots);
    signers = List.copyOf(signers);
  }
}

package io.tidegate.codec.release;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The root that a gateway was made with, and those that followed: N+1 is believed when as many keys
 * of N and of N+1 signed it as each asks for. Immutable.
 */
public final class RootChain {
  private static final int MOST = 64;

  private final Optional<Root> newest;
  private final SortedMap<Integer, SignedDocument> newer;

  private RootChain(Optional<Root> newest, SortedMap<Integer, SignedDocument> newer) {
    this.newest = newest;
    this.newer = newer;
  }

  /** Of a gateway that was made without a root: it believes no release. */
  public static RootChain empty() {
    return new RootChain(Optional.empty(), new TreeMap<>());
  }

  /**
   * Of a root that is believed for where it lies.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  public static RootChain pinned(byte[] root) throws Refusal {
    return new RootChain(Optional.of(Root.read(root)), new TreeMap<>());
  }

  /** The last. */
  public Optional<Root> newest() {
    return newest;
  }

  /** Those that followed the pinned one, by version; to be kept, and given to {@link #followed}. */
  public SortedMap<Integer, SignedDocument> newer() {
    return new TreeMap<>(newer);
  }

  /**
   * With newer roots; those that are not newer are passed over.
   *
   * @throws Refusal if one is missing in between, or is not signed by those before it and by its
   *     own
   */
  public RootChain followed(SortedMap<Integer, SignedDocument> roots) throws Refusal {
    SortedMap<Integer, SignedDocument> taken = new TreeMap<>(newer);
    Root root = newest.orElse(null);
    if (root == null) {
      return this;
    }
    if (roots.size() > MOST) {
      throw new Refusal(Refusal.Code.OVERSIZED, "more than " + MOST + " roots");
    }
    for (var each : roots.tailMap(root.version() + 1).entrySet()) {
      String what = "root " + each.getKey();
      if (each.getKey() != root.version() + 1) {
        throw new Refusal(
            Refusal.Code.TRUNCATED, what + " is there without root " + (root.version() + 1));
      }
      Root next = Root.read(each.getValue().bytes());
      if (next.version() != each.getKey()) {
        throw new Refusal(Refusal.Code.BAD_ENTRY, what + " says that it is " + next.version());
      }
      root.signers(Purpose.ROOT, each.getValue(), what);
      next.signers(Purpose.ROOT, each.getValue(), what);
      taken.put(each.getKey(), each.getValue());
      root = next;
    }
    return new RootChain(Optional.of(root), taken);
  }

  /**
   * The last root, if there is one that has not expired.
   *
   * @throws Refusal {@link Refusal.Code#WRONG_KEY} or {@link Refusal.Code#EXPIRED}
   */
  Root valid(Instant now) throws Refusal {
    Root root =
        newest.orElseThrow(
            () ->
                new Refusal(
                    Refusal.Code.WRONG_KEY, "no keys are pinned: this gateway takes no releases"));
    if (!now.isBefore(root.expires())) {
      throw new Refusal(
          Refusal.Code.EXPIRED,
          "root " + root.version() + " expired at " + root.expires() + ": a newer one is needed");
    }
    return root;
  }
}

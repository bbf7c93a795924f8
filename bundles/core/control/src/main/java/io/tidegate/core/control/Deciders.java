package io.tidegate.core.control;

import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.SafetyEnvelope;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The arbiter and the envelope in use. While one of them is being updated the loop goes on with the
 * one it had: they are pure code, so that costs no control cycle. Thread-safe.
 */
final class Deciders {
  private final Supplier<Map<String, String>> hashes;
  private Arbiter arbiter;
  private SafetyEnvelope envelope;
  private Map<String, String> bundles = Map.of();
  private boolean changed;

  /**
   * @param hashes of the deciding bundles as they are now
   */
  Deciders(Supplier<Map<String, String>> hashes) {
    this.hashes = hashes;
  }

  synchronized void bind(Arbiter newer) {
    arbiter = newer;
    changed = true;
    notifyAll();
  }

  synchronized void bind(SafetyEnvelope newer) {
    envelope = newer;
    changed = true;
    notifyAll();
  }

  synchronized Arbiter arbiter() {
    return arbiter;
  }

  synchronized SafetyEnvelope envelope() {
    return envelope;
  }

  /** Waits for both; false when {@code goOn} turned false meanwhile. */
  synchronized boolean await(BooleanSupplier goOn) throws InterruptedException {
    while (arbiter == null || envelope == null) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      wait(200);
    }
    return true;
  }

  synchronized String missing() {
    if (envelope == null) {
      return "no safety envelope is installed: nothing is sent to any station";
    }
    return arbiter == null ? "no arbiter is installed: nothing is sent to any station" : "";
  }

  /**
   * Whether one of them has changed since the last call: then a new segment of the journal must
   * begin.
   */
  synchronized boolean changed() {
    return changed;
  }

  /** A segment has begun with the hashes of {@link #bundles}. */
  synchronized void begun() {
    changed = false;
  }

  synchronized Map<String, String> bundles() {
    bundles = changed ? hashes.get() : bundles;
    return bundles;
  }
}

package io.tidegate.charging.ocpp.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;

/**
 * Bounds how many TLS handshakes are worked on at a time, so that of thousands that come at once
 * the first are done early instead of all of them late (S1.12, H16). The others wait in the order
 * in which they came. Thread-safe.
 */
final class HandshakeGate {
  private final IntSupplier most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  HandshakeGate(IntSupplier most) {
    this.most = most;
  }

  /**
   * Takes a turn.
   *
   * @param granted run once, by whoever leaves, when it is not this one's turn yet; must not block
   * @return whether it is its turn at once
   */
  synchronized boolean enter(Runnable granted) {
    if (running < most.getAsInt()) {
      running++;
      return true;
    }
    waiting.add(granted);
    return false;
  }

  /** Gives the turn back; the next ones in line have it. */
  void leave() {
    for (Runnable next = next(true); next != null; next = next(false)) {
      next.run();
    }
  }

  private synchronized Runnable next(boolean left) {
    if (left) {
      running--;
    }
    if (waiting.isEmpty() || running >= most.getAsInt()) {
      return null;
    }
    running++;
    return waiting.remove();
  }

  /** It no longer waits; false when it had its turn, or was told of it, already. */
  synchronized boolean forget(Runnable granted) {
    return waiting.remove(granted);
  }

  synchronized int waiting() {
    return waiting.size();
  }
}

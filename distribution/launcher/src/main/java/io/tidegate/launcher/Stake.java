package io.tidegate.launcher;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What a start has to show before it counts, and what is written down when it does not. The bundles
 * that are in question cannot be asked to judge themselves, so the launcher does. Most starts have
 * nothing at stake.
 */
interface Stake {

  /**
   * What can be seen of a start from outside of the bundles.
   *
   * @param elapsedMs since it was begun
   * @param readyMs since the gateway was ready; empty while it is not
   * @param silentMs since the updater last moved in an order of its own, 0 when it has none; empty
   *     while there is no updater
   */
  record Signs(long elapsedMs, OptionalLong readyMs, OptionalLong silentMs) {}

  /**
   * A look at the start.
   *
   * @param failure why it has failed, a sentence; empty when it has not
   * @param over whether there is nothing more to be seen
   */
  record Verdict(boolean over, String failure) {
    static final Verdict OPEN = new Verdict(false, "");
    static final Verdict PASSED = new Verdict(true, "");

    static Verdict failed(String why) {
      return new Verdict(true, why);
    }
  }

  /** Looks once; the watch's thread. */
  Verdict look(Signs signs) throws IOException;

  /** The start has failed, for that reason; written before the next one is made. */
  void failed(String why) throws IOException;

  /** Somebody stops the gateway, or the updater starts it anew: that says nothing of a release. */
  void stopped() throws IOException;
}

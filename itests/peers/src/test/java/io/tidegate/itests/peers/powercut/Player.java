package io.tidegate.itests.peers.powercut;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who tells the gateway one item after the other, each until it is acknowledged, and says
 * so on the console. A thread of its own; sends without pauses.
 */
abstract class Player implements Runnable {
  private static final long RETRY_MS = 500;

  private final String name;
  private final int boot;
  private final int most;
  private final Deque<Item> again;
  private Instant last = Instant.EPOCH;

  /**
   * @param boot distinguishes this boot's items from those of earlier ones
   * @param again items of an earlier boot that come first
   * @param most new items to tell
   */
  Player(String name, int boot, List<Item> again, int most) {
    this.name = name;
    this.boot = boot;
    this.again = new ArrayDeque<>(again);
    this.most = most;
  }

  /** Tells an item; how it was acknowledged. Fails when it was not. */
  abstract String tell(Item item) throws Exception;

  /** The next new item. */
  abstract Item next(String id);

  final String name() {
    return name;
  }

  @Override
  public final void run() {
    try {
      while (!again.isEmpty()) {
        deliver(again.remove());
      }
      for (int n = 0; n < most; n++) {
        deliver(next(boot + "-" + name + "-" + n));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Item item) throws InterruptedException {
    say(item.sent());
    while (true) {
      try {
        say(item.acknowledged(tell(item)));
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | AssertionError e) {
        say("@TROUBLE " + item.id() + " " + e);
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
      }
    }
  }

  /** A time stamp that this player has not used before. */
  final Instant stamp() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    last = now.isAfter(last) ? now : last.plusMillis(1);
    return last;
  }

  static void say(String line) {
    synchronized (Player.class) {
      System.out.println(line);
      System.out.flush();
    }
  }
}

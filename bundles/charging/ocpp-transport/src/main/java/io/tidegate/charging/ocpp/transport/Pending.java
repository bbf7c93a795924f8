package io.tidegate.charging.ocpp.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls of one connection that its dialect has been given since it last answered. Their ids are not
 * kept: a station waits for one answer before it asks again, and who does not is owed less care.
 * Counted on the event loop; answers come from any thread.
 */
final class Pending {
  /** Stations wait for about half a minute. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int LONGEST_ID = 36;
  private static final String LEAD = "[2,\"";

  private final AtomicInteger calls = new AtomicInteger();
  private long since;

  /** The dialect gets this message now. */
  void given(String message, long now) {
    if (call(message) && calls.getAndIncrement() == 0) {
      since = now;
    }
  }

  void answered() {
    if (calls.get() != 0) {
      calls.set(0);
    }
  }

  /** Another dialect has the connection, or nobody. */
  void forget() {
    calls.set(0);
  }

  /** How many calls have waited too long; they are not counted again. */
  int overdue(long now) {
    return calls.get() != 0 && now - since > PATIENCE_NANOS ? calls.getAndSet(0) : 0;
  }

  /**
   * Whether a dialect owes an answer to this for certain: it looks like a CALL with an id, an
   * action and a payload. Whatever else a station sends may be passed over in silence.
   */
  static boolean call(String message) {
    if (!message.startsWith(LEAD) || !message.endsWith("}]")) {
      return false;
    }
    int id = message.indexOf('"', LEAD.length());
    boolean action = id > LEAD.length() && message.startsWith("\",\"", id);
    if (!action || id > LEAD.length() + LONGEST_ID) {
      return false;
    }
    int name = message.indexOf('"', id + 3);
    return name > id + 3 && message.startsWith("\",{", name);
  }
}

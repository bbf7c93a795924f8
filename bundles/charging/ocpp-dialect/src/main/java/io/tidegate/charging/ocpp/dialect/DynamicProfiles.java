package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.OperationMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Dynamic profiles that a station has accepted on this connection, by the EVSE's number: only
 * these can be updated (K28). A memory that a hand-over loses, and a doubt empties: the next
 * setpoint is then a whole profile. Thread-safe.
 */
final class DynamicProfiles {
  /** A station's report of what it holds may be that old. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Map<Integer, Held> installed = new HashMap<>();
  private final Map<Integer, Pending> pending = new HashMap<>();
  private final Map<Integer, String> chargeOnly = new HashMap<>();

  /**
   * A profile.
   *
   * @param seconds that it holds after its last update
   * @param powerW of the last setpoint that was sent to it
   * @param since when that was
   */
  record Held(String transaction, OperationMode mode, int seconds, double powerW, Instant since) {}

  private record Pending(long setpoint, Held held) {}

  synchronized Optional<Held> installed(int evse) {
    return Optional.ofNullable(installed.get(evse));
  }

  /** A whole profile is on its way: until it is accepted nothing can be updated. */
  synchronized void sent(int evse, long setpoint, Held profile) {
    installed.remove(evse);
    pending.put(evse, new Pending(setpoint, profile));
  }

  /** An update is on its way. */
  synchronized void updated(int evse, double powerW, Instant now) {
    installed.computeIfPresent(
        evse, (n, h) -> new Held(h.transaction(), h.mode(), h.seconds(), powerW, now));
  }

  synchronized void accepted(int evse, long setpoint) {
    Pending profile = pending.get(evse);
    if (profile != null && profile.setpoint() == setpoint) {
      pending.remove(evse);
      installed.put(evse, profile.held());
    }
  }

  /** It was not sent: whatever the station holds, it holds on. */
  synchronized void unsent(int evse, long setpoint) {
    Pending profile = pending.get(evse);
    if (profile != null && profile.setpoint() == setpoint) {
      pending.remove(evse);
    }
  }

  /**
   * It was rejected, or nobody knows.
   *
   * @param rejected by the station; a mode other than ChargingOnly is not tried again then while
   *     the transaction lasts, but for a discharge
   */
  synchronized void failed(int evse, long setpoint, boolean rejected) {
    installed.remove(evse);
    Pending profile = pending.get(evse);
    if (profile != null && profile.setpoint() == setpoint) {
      pending.remove(evse);
      if (rejected && profile.held().mode() != OperationMode.CHARGING_ONLY) {
        chargeOnly.put(evse, profile.held().transaction());
      }
    }
  }

  synchronized boolean chargeOnly(int evse, String transaction) {
    return transaction.equals(chargeOnly.get(evse));
  }

  /** The station says what it follows: when that is something else, ours is no longer there. */
  synchronized boolean contradicts(int evse, double setpointW, double toleranceW, Instant now) {
    Held held = installed.get(evse);
    boolean other =
        held != null
            && held.mode() == OperationMode.CENTRAL_SETPOINT
            && now.isAfter(held.since().plus(SETTLED))
            && Math.abs(setpointW - held.powerW()) > toleranceW;
    if (other) {
      installed.remove(evse);
    }
    return other;
  }

  /** The same for the operation mode. */
  synchronized boolean contradicts(int evse, OperationMode mode, Instant now) {
    Held held = installed.get(evse);
    boolean other = held != null && held.mode() != mode && now.isAfter(held.since().plus(SETTLED));
    if (other) {
      installed.remove(evse);
    }
    return other;
  }

  synchronized void forget() {
    installed.clear();
    pending.clear();
    chargeOnly.clear();
  }
}

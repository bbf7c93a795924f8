package io.tidegate.charging.ocpp.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that the dialect remembers of a connection. Immutable; kept as bytes in the connection's
 * slot, so that another version of the dialect can go on from it.
 *
 * @param online the site has been told that the station is there
 * @param booted it has booted on this connection
 * @param clock offset of the station's clock
 * @param replies answers to the last requests that changed something
 * @param abilities what it has said on this connection that it can do
 */
record StationState(
    Standing standing,
    boolean online,
    boolean booted,
    ClockOffset clock,
    List<EvseEntry> evses,
    List<Replied> replies,
    Abilities abilities) {
  static final StationState FRESH =
      new StationState(
          Standing.UNKNOWN,
          false,
          false,
          ClockOffset.NONE,
          List.of(),
          List.of(),
          Abilities.UNKNOWN);

  /** Requests whose answers are kept for a repetition (F13). */
  private static final int REPLIES = 4;

  /** EVSEs of one station; more do not exist. */
  private static final int EVSES = 64;

  StationState {
    evses = List.copyOf(evses);
    replies = List.copyOf(replies);
  }

  /**
   * An answered request.
   *
   * @param hash of its whole text, so that a station that uses an id again for something else is
   *     served
   */
  record Replied(String id, int hash, String answer) {}

  StationState standing(Standing newer) {
    return new StationState(newer, online, booted, clock, evses, replies, abilities);
  }

  StationState online(boolean newer) {
    return new StationState(standing, newer, booted, clock, evses, replies, abilities);
  }

  /** It has just booted. */
  StationState rebooted() {
    return new StationState(
        standing,
        online,
        true,
        clock,
        evses.stream().map(EvseEntry::rebooted).toList(),
        replies,
        abilities);
  }

  StationState clock(ClockOffset newer) {
    return newer.equals(clock)
        ? this
        : new StationState(standing, online, booted, newer, evses, replies, abilities);
  }

  StationState abilities(Abilities newer) {
    return new StationState(standing, online, booted, clock, evses, replies, newer);
  }

  /** The EVSE's entry, a fresh one when it was never heard of. */
  EvseEntry evse(int number) {
    for (EvseEntry entry : evses) {
      if (entry.number() == number) {
        return entry;
      }
    }
    return EvseEntry.fresh(number);
  }

  /** Changes an EVSE's entry. Beyond 64 EVSEs a station is not believed. */
  StationState evse(int number, UnaryOperator<EvseEntry> change) {
    List<EvseEntry> newer = new ArrayList<>(evses);
    EvseEntry changed = change.apply(evse(number));
    if (!newer.removeIf(e -> e.number() == number) && newer.size() == EVSES) {
      return this;
    }
    newer.add(changed);
    return new StationState(standing, online, booted, clock, newer, replies, abilities);
  }

  /** The EVSE at which the transaction is in progress. */
  Optional<EvseEntry> evseOf(String transaction) {
    return evses.stream().filter(e -> e.transaction().equals(transaction)).findFirst();
  }

  /** The EVSE at which the transaction of this name in the ledger is in progress. */
  Optional<EvseEntry> evseOfBooked(String name) {
    return evses.stream().filter(e -> e.booked().equals(name)).findFirst();
  }

  StationState replied(Replied reply) {
    List<Replied> newer = new ArrayList<>(replies);
    if (newer.size() == REPLIES) {
      newer.remove(0);
    }
    newer.add(reply);
    return new StationState(standing, online, booted, clock, evses, newer, abilities);
  }

  /** The answer that was given to the same request before. */
  Optional<String> answerTo(String id, int hash) {
    for (Replied reply : replies) {
      if (reply.id().equals(id) && reply.hash() == hash) {
        return Optional.of(reply.answer());
      }
    }
    return Optional.empty();
  }
}

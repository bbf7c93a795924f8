package io.tidegate.charging.ocpp.operations;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Paths that stations are given: 192 random bits each, for one file, for a while. Nothing of a path
 * comes from outside. Thread-safe.
 */
final class Tickets {
  private static final int BYTES = 24;
  private static final int MOST = 10_000;

  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final InstantSource time;

  /** What may be done with a path until it ends. */
  sealed interface Ticket {
    Instant end();
  }

  /** A file that may be fetched. */
  record Download(Path file, Instant end) implements Ticket {}

  /**
   * A file that may be put, once.
   *
   * @param file where it goes
   * @param most bytes
   * @param done told of its length
   */
  record Upload(Path file, long most, Instant end, Consumer<Long> done) implements Ticket {}

  Tickets(InstantSource time) {
    this.time = time;
  }

  /** A new token for it. */
  String issue(Ticket ticket) {
    Instant now = time.instant();
    if (tickets.size() >= MOST) {
      tickets.values().removeIf(t -> t.end().isBefore(now));
    }
    if (tickets.size() >= MOST) {
      throw new IllegalStateException("too many files are on their way");
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tickets.put(token, ticket);
    return token;
  }

  /** Gives a token of before a restart its meaning again. */
  void restore(String token, Ticket ticket) {
    if (tickets.size() < MOST) {
      tickets.put(token, ticket);
    }
  }

  Optional<Ticket> of(String token) {
    return Optional.ofNullable(tickets.get(token)).filter(t -> t.end().isAfter(time.instant()));
  }

  void revoke(String token) {
    tickets.remove(token);
  }
}

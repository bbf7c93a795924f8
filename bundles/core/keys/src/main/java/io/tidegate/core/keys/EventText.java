package io.tidegate.core.keys;

import io.tidegate.api.security.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A security event as lines of text, one a field. Stateless. */
final class EventText {
  private static final int FIELDS = 8;

  private EventText() {}

  static byte[] write(SecurityEvent e) {
    return String.join(
            "\n",
            Long.toString(e.number()),
            e.type(),
            e.station(),
            e.remote(),
            e.detail(),
            e.first().toString(),
            e.last().toString(),
            Long.toString(e.count()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Empty when it is none. */
  static Optional<SecurityEvent> read(byte[] bytes) {
    String[] field = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    if (field.length != FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SecurityEvent(
              Long.parseLong(field[0]),
              field[1],
              field[2],
              field[3],
              field[4],
              Instant.parse(field[5]),
              Instant.parse(field[6]),
              Long.parseLong(field[7])));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** One line without control characters, cut at that many characters. */
  static String clean(String text, int most) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= most ? line : line.substring(0, most);
  }
}

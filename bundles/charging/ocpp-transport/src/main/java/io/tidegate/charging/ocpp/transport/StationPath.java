package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.quantity.StationId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A station's identity out of the request's target: the one segment behind the configured path,
 * percent-decoded exactly once, then checked (OCPP 2.1 part 4 §3.1). Stateless.
 */
final class StationPath {
  private static final int LONGEST_ENCODED = 48 * 4 * 3;

  private StationPath() {}

  static Optional<StationId> identity(String target, String prefix) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (!path.startsWith(prefix)) {
      return Optional.empty();
    }
    String segment = path.substring(prefix.length());
    if (segment.isEmpty() || segment.length() > LONGEST_ENCODED || segment.indexOf('/') >= 0) {
      return Optional.empty();
    }
    return decode(segment).filter(StationPath::harmless).flatMap(StationPath::checked);
  }

  private static Optional<String> decode(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
    for (int at = 0; at < segment.length(); at++) {
      char c = segment.charAt(at);
      if (c == '%') {
        int high = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
        int low = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.write(high << 4 | low);
        at += 2;
      } else if (c <= ' ' || c >= 0x7F) {
        return Optional.empty();
      } else {
        bytes.write(c);
      }
    }
    try {
      ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(encoded).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A percent sign that is left shows double encoding; dots alone mean a folder, nobody. */
  private static boolean harmless(String identity) {
    return identity.indexOf('%') < 0 && !identity.equals(".") && !identity.equals("..");
  }

  private static Optional<StationId> checked(String identity) {
    try {
      return Optional.of(new StationId(identity));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

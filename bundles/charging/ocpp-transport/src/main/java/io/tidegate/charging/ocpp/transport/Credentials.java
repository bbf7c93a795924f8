package io.tidegate.charging.ocpp.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials file: one line {@code identity:pbkdf2$iterations$salt$hash} a station, {@code #}
 * begins a comment. Immutable.
 */
record Credentials(Map<String, PasswordHash> lines) {
  static final Credentials NONE = new Credentials(Map.of());

  Credentials {
    lines = Map.copyOf(lines);
  }

  /**
   * Reads the file; one that is not there holds nobody.
   *
   * @throws IOException when it cannot be read or a line is wrong, with a sentence that names it
   */
  static Credentials read(Path file) throws IOException {
    List<String> text;
    try {
      text = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return NONE;
    }
    Map<String, PasswordHash> lines = new HashMap<>();
    for (int number = 1; number <= text.size(); number++) {
      String line = text.get(number - 1).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int colon = line.indexOf(':');
        Optional<PasswordHash> hash =
            colon < 1 ? Optional.empty() : PasswordHash.parse(line.substring(colon + 1));
        if (hash.isEmpty()) {
          throw new IOException(
              file.getFileName()
                  + " line "
                  + number
                  + " must read identity:pbkdf2$iterations$salt$hash");
        }
        lines.put(line.substring(0, colon), hash.get());
      }
    }
    return new Credentials(lines);
  }

  Optional<PasswordHash> of(String identity) {
    return Optional.ofNullable(lines.get(identity));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }
}

package io.tidegate.admin.updates.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The token of this gateway's own API, from the file in its home that operators have it from. Read
 * each time, never kept and never logged. Any thread.
 */
final class Pass {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43,128}");
  private static final int MOST_BYTES = 1_024;

  private final Path file;

  Pass(Path home) {
    file = home.resolve("data").resolve("secrets").resolve("rest.token");
  }

  /** Nothing when there is none, or what is there is none: the API itself says so of it. */
  Optional<String> token() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      return Optional.of(text).filter(token -> FORM.matcher(token).matches());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

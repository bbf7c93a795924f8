package io.tidegate.admin.backup;

import io.tidegate.api.operation.Tool;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What both commands are told.
 *
 * @param home the gateway's
 */
record Order(Path home, Path file, Optional<char[]> password) {

  /** The command was used wrongly; the message may be empty. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String sentence) {
      super(sentence);
    }
  }

  /** A record's text would hold the password. */
  @Override
  public String toString() {
    return file + " and " + home;
  }

  static Order of(Tool.Call call, String home) throws UsageException, IOException {
    List<String> words = new ArrayList<>(call.arguments());
    Optional<String> passwordFile = Optional.empty();
    int at = words.indexOf("--password-file");
    if (at >= 0 && at + 1 < words.size()) {
      passwordFile = Optional.of(words.remove(at + 1));
      words.remove(at);
    }
    if (home == null) {
      throw new UsageException("name the gateway's home with --home DIR");
    }
    if (words.size() != 1 || words.get(0).startsWith("-")) {
      throw new UsageException("name one file");
    }
    try {
      Path file = call.directory().resolve(words.get(0)).normalize();
      Optional<char[]> password = Optional.empty();
      if (passwordFile.isPresent()) {
        password = Optional.of(Password.read(call.directory().resolve(passwordFile.get())));
      }
      return new Order(Path.of(home), file, password);
    } catch (InvalidPathException e) {
      throw new UsageException(e.getMessage());
    }
  }
}

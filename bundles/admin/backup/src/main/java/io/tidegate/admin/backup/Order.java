package io.tidegate.admin.backup;

import io.tidegate.api.operation.Tool;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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

  /** How much that is, for people. */
  static String size(long bytes) {
    return bytes < 10_000_000 ? (bytes + 999) / 1_000 + " kB" : bytes / 1_000_000 + " MB";
  }

  /** What kept it from being done; classes of Java say nothing to an operator. */
  static String reason(Exception e) {
    if (e instanceof NoSuchFileException missing && missing.getReason() == null) {
      return missing.getFile() + " is not there";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + " may not be read or written by this user";
    }
    return e.getMessage() == null ? "no reason given: " + e : e.getMessage();
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
    for (String word : words) {
      if (word.startsWith("-")) {
        throw new UsageException("there is no option " + word + " here, or it lacks its value");
      }
    }
    if (words.size() != 1) {
      throw new UsageException("name one file, not " + words.size());
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

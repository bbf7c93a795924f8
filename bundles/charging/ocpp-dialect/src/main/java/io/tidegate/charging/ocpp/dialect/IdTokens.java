package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Who may charge: a text file, one token a line, its type behind it where that must match. Read
 * again within two seconds of a change, off the caller's thread. Thread-safe, never blocks.
 */
final class IdTokens {
  private static final long RECHECK_NANOS = 2_000_000_000L;
  private static final long MOST_BYTES = 8L << 20;

  /** Stands for the empty token of stations without authorisation. */
  private static final String NONE = "-";

  private final Path file;
  private final Executor reader;
  private final LongSupplier nanos;
  private CompletableFuture<Content> content;
  private long checkedAt;

  /**
   * @param entries token, or token and type
   * @param problem a sentence for the operator, empty when all is well
   */
  private record Content(FileTime modified, long size, Set<String> entries, String problem) {
    static final Content NOTHING = new Content(FileTime.fromMillis(-1), -1, Set.of(), "");
  }

  IdTokens(Path file, Executor reader, LongSupplier nanos) {
    this.file = file;
    this.reader = reader;
    this.nanos = nanos;
    content = CompletableFuture.supplyAsync(() -> read(Content.NOTHING), reader);
    checkedAt = nanos.getAsLong();
  }

  /** Whether the token is in the file. */
  CompletionStage<Boolean> knows(IdToken token) {
    String name = token.idToken().isEmpty() ? NONE : token.idToken().toLowerCase(Locale.ROOT);
    String typed = name + ' ' + token.type();
    if (token.type().isEmpty()) {
      // a version without types: whatever type the file names
      return current()
          .thenApply(
              c ->
                  (!name.equals(NONE) && c.entries.contains(name))
                      || IdTokenType.ALL.stream()
                          .anyMatch(t -> c.entries.contains(name + ' ' + t)));
    }
    // A token without a name is let in only where the file names its type too.
    return current()
        .thenApply(
            c -> c.entries.contains(typed) || (!name.equals(NONE) && c.entries.contains(name)));
  }

  /** A sentence for the operator, empty when all is well. */
  String problem() {
    CompletableFuture<Content> now = latest();
    return now.isDone() ? now.join().problem : "";
  }

  private synchronized CompletableFuture<Content> latest() {
    return content;
  }

  private synchronized CompletableFuture<Content> current() {
    long now = nanos.getAsLong();
    if (now - checkedAt > RECHECK_NANOS && content.isDone()) {
      checkedAt = now;
      Content old = content.join();
      content = CompletableFuture.supplyAsync(() -> read(old), reader);
    }
    return content;
  }

  private Content read(Content old) {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      if (modified.equals(old.modified) && size == old.size) {
        return old;
      }
      if (size > MOST_BYTES) {
        return new Content(
            modified,
            size,
            old.entries,
            file + " is larger than 8 MiB; the last list stays in force");
      }
      Set<String> entries = new HashSet<>();
      String problem = "";
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        String[] words = line.strip().split("\\s+", -1);
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        Optional<String> entry = entry(words);
        if (entry.isPresent()) {
          entries.add(entry.get());
        } else {
          problem = file + ", line " + number + ": must be a token and, where it matters, its type";
        }
      }
      return new Content(modified, size, Set.copyOf(entries), problem);
    } catch (IOException e) {
      return new Content(
          FileTime.fromMillis(-1),
          -1,
          Set.of(),
          file + " cannot be read: every token is refused; create it or set idtokens=any");
    }
  }

  private static Optional<String> entry(String[] words) {
    String token = words[0].toLowerCase(Locale.ROOT);
    if (words.length == 1 && !token.equals(NONE)) {
      return Optional.of(token);
    }
    for (String type : IdTokenType.ALL) {
      boolean named = words.length == 2 && type.equalsIgnoreCase(words[1]);
      if (named) {
        return Optional.of(token + ' ' + type);
      }
    }
    return Optional.empty();
  }
}

package io.tidegate.charging.secc;

import io.tidegate.api.control.TokenBook;
import io.tidegate.api.control.TokenBook.Standing;
import io.tidegate.api.control.TokenBook.Verdict;
import io.tidegate.api.site.EvseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may charge: whoever keeps a local list is asked first, then the site's file of tokens ({@code
 * config/idtokens.txt}, one a line, its type behind it where that must match). Thread-safe.
 */
final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final long MOST_BYTES = 8L << 20;

  private final List<TokenBook> books = new CopyOnWriteArrayList<>();
  private final Path file;
  private final Executor reader;

  Tokens(Path file, Executor reader) {
    this.file = file;
    this.reader = reader;
  }

  void bind(TokenBook book) {
    books.add(book);
  }

  void unbind(TokenBook book) {
    books.remove(book);
  }

  /**
   * Whether it may.
   *
   * @param type in the words of OCPP; empty: any
   */
  CompletionStage<Boolean> may(Optional<EvseSpec> evse, String token, String type) {
    Optional<Standing> known =
        evse.flatMap(
            e ->
                books.stream()
                    .flatMap(
                        b ->
                            b
                                .standing(e.station(), e.number(), token, type, OptionalInt.empty())
                                .stream())
                    .findFirst());
    if (known.isPresent()) {
      return CompletableFuture.completedStage(known.get().verdict() == Verdict.ACCEPTED);
    }
    try {
      return CompletableFuture.supplyAsync(() -> listed(token, type), reader);
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody is let in any more", e);
      return CompletableFuture.completedStage(false);
    }
  }

  private boolean listed(String token, String type) {
    String name = token.toLowerCase(Locale.ROOT);
    try {
      if (name.isBlank() || Files.size(file) > MOST_BYTES) {
        return false;
      }
      try (Stream<String> lines = Files.lines(file)) {
        return lines.anyMatch(line -> fits(line.strip().split("\\s+", -1), name, type));
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.debug("{} cannot be read: nobody is let in by it", file, e);
      return false;
    }
  }

  private static boolean fits(String[] words, String name, String type) {
    return words[0].toLowerCase(Locale.ROOT).equals(name)
        && (words.length == 1 || type.isEmpty() || words[1].equalsIgnoreCase(type));
  }
}

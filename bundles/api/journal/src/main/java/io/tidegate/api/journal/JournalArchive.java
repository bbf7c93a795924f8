package io.tidegate.api.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Reads journal files that nobody writes, and copies live ones. A service of {@code core/journal};
 * blocks.
 */
public interface JournalArchive {

  /** Opens a journal file for reading. */
  Reader open(Path file) throws IOException;

  /** Writes a consistent copy of the live journal to a file that does not exist yet. */
  void backup(Path target) throws IOException;

  /**
   * The same of the journal of another home, on which a gateway may be running.
   *
   * @param home its folder
   */
  default void backup(Path home, Path target) throws IOException {
    throw new IOException("Journals of other homes cannot be copied here: " + home);
  }

  /** Segments of one file, oldest first. */
  interface Reader extends AutoCloseable {
    List<Segment> segments();

    @Override
    void close();
  }

  /** A stretch of the journal that can be replayed on its own. */
  interface Segment {
    long number();

    Instant startedAt();

    byte[] checkpoint();

    /** Symbolic name and version → SHA-256. */
    Map<String, String> bundles();

    /** Hands every entry to the visitor in order. */
    void read(Visitor visitor) throws IOException;
  }

  /** Takes entries one by one. */
  @FunctionalInterface
  interface Visitor {
    void entry(Journal.EntryKind kind, long sequence, Instant at, byte[] body) throws IOException;
  }
}

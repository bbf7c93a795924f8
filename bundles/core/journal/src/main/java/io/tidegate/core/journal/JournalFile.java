package io.tidegate.core.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code data/journal.db} below the gateway's home, and the lock that keeps a second gateway away
 * from it. Only the writer thread, but {@link #path} and {@link #notice}.
 */
final class JournalFile {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
  private static final List<String> PARTS = List.of("-wal", "-shm", "");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path home;
  private final Path path;
  private final Clock clock;
  private final Space space;
  private FileLock lock;
  private volatile String notice = "";

  JournalFile(Path home, Clock clock, Space space) {
    this.space = space;
    this.home = home;
    this.path = home.resolve("data").resolve("journal.db");
    this.clock = clock;
  }

  Path path() {
    return path;
  }

  /** False where no journal was ever begun. */
  boolean hasContent() {
    return path.toFile().length() > 0;
  }

  /** What the operator must know until the next start; empty when there is nothing. */
  String notice() {
    return notice;
  }

  /** Opens the file; a damaged one is moved aside, and a new one begun with what can be saved. */
  Store open() throws IOException, SQLException {
    Sqlite.unpackBelow(home);
    Files.createDirectories(path.getParent());
    lock();
    create(path);
    if (Files.exists(damageMark())) {
      return beginAnew("an earlier run met the damage");
    }
    try {
      return Store.open(path);
    } catch (SQLException e) {
      if (!Trouble.isCorrupt(e)) {
        throw e;
      }
      LOG.debug("{} does not open", path, e);
      return beginAnew(String.valueOf(e.getMessage()));
    }
  }

  /** Notes damage that was met while running, so that the next start begins a new file. */
  void markDamaged() {
    try {
      if (!Files.exists(damageMark())) {
        Files.createFile(damageMark());
      }
    } catch (IOException e) {
      LOG.warn("The damage of {} could not be noted for the next start", path, e);
    }
  }

  private Path damageMark() {
    return path.resolveSibling("journal.db.damaged");
  }

  /** Free space for the gateway on the file's disk, bytes. */
  long usableSpace() throws IOException {
    return space.freeOn(path.getParent());
  }

  /** With every commit: a file store would read the list of all mounts to answer the same. */
  static long freeOn(Path directory) throws IOException {
    long free = directory.toFile().getUsableSpace();
    // also what is said of a directory that is not there: then the exception tells more
    return free > 0 ? free : Files.getFileStore(directory).getUsableSpace();
  }

  /** Tells the free space, in bytes, of the disk that holds a directory. */
  @FunctionalInterface
  interface Space {
    long freeOn(Path directory) throws IOException;
  }

  /** Puts a prepared file in the place of the present one, which is moved aside. */
  Path replace(Path prepared) throws IOException {
    lock();
    Path aside = moveAside("before-restore");
    Files.move(prepared, path, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(damageMark());
    synchronise(path.getParent());
    return aside;
  }

  /** Lets another process have the file. */
  void release() {
    if (lock == null) {
      return;
    }
    try (FileChannel channel = lock.channel()) {
      lock.release();
    } catch (IOException e) {
      LOG.warn("The lock of {} was not released", path, e);
    }
    lock = null;
  }

  private void lock() throws IOException {
    if (lock != null) {
      return;
    }
    FileChannel channel =
        FileChannel.open(
            path.resolveSibling("journal.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is locked within this process", path, e);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new TroubleException(
          new Trouble(
              "ERR_JOURNAL_LOCKED",
              "Another gateway uses " + path + ": stop it, or give this one a home of its own",
              true,
              null));
    }
  }

  // records name people's contracts: for the gateway's user alone; SQLite's side files follow
  private static void create(Path path) throws IOException {
    if (Files.exists(path)) {
      return;
    }
    try {
      if (Files.getFileStore(path.getParent()).supportsFileAttributeView("posix")) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      LOG.debug("{} has appeared meanwhile", path, e);
    }
  }

  /** Until the new file is complete, the damaged one stays where it is: a failure is retried. */
  private Store beginAnew(String damage) throws IOException, SQLException {
    Path fresh = path.resolveSibling("journal.db.fresh");
    for (String part : PARTS) {
      Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + part));
    }
    create(fresh);
    String saved;
    try (Store store = Store.open(fresh)) {
      saved = Salvage.from(path, store);
    }
    Path aside = moveAside("corrupt");
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(damageMark());
    synchronise(path.getParent());
    notice =
        Trouble.CORRUPT
            + ": the journal was damaged ("
            + damage
            + ") and lies in "
            + aside
            + " now; a new one was begun with "
            + saved
            + ". Check the disk; this stays red until the next start";
    LOG.error("{}", notice);
    return Store.open(path);
  }

  private Path moveAside(String why) throws IOException {
    Path aside = path.resolveSibling("journal.db." + why + "-" + STAMP.format(Instant.now(clock)));
    for (String part : PARTS) {
      Path from = path.resolveSibling("journal.db" + part);
      if (Files.exists(from)) {
        Files.move(
            from,
            aside.resolveSibling(aside.getFileName() + part),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return aside;
  }

  /** Makes renames in a directory durable. */
  static void synchronise(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

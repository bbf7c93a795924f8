package io.tidegate.core.journal;

import io.tidegate.api.journal.JournalArchive;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads journal files and copies the live one, on the caller's thread. */
final class Archive implements JournalArchive {
  private final Path home;
  private final Path live;

  Archive(Path home, Path live) {
    this.home = home;
    this.live = live;
  }

  @Override
  public Reader open(Path file) throws IOException {
    Sqlite.unpackBelow(home);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such journal");
    }
    try {
      examine(file);
      return new FileReader(List.copyOf(FileSegment.all(file)));
    } catch (SQLException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void backup(Path target) throws IOException {
    Sqlite.unpackBelow(home);
    if (!Files.isRegularFile(live)) {
      throw new NoSuchFileException(live.toString(), null, "there is no journal yet");
    }
    Path goal = target.toAbsolutePath();
    if (Files.exists(goal)) {
      throw new FileAlreadyExistsException(goal.toString(), null, "a backup overwrites nothing");
    }
    needSpace(goal, Files.size(live));
    Path part = goal.resolveSibling(goal.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      try (Connection connection = Sqlite.readOnly(live);
          PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
        copy.setString(1, part.toString());
        copy.execute();
      }
      synchronise(part);
      Files.move(part, goal, StandardCopyOption.ATOMIC_MOVE);
      JournalFile.synchronise(goal.getParent());
    } catch (SQLException e) {
      throw new IOException("The journal was not copied to " + goal + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void backup(Path other, Path target) throws IOException {
    new Archive(home, other.resolve("data").resolve(live.getFileName())).backup(target);
  }

  /** Copies a journal file beside the live one after a full check; the caller puts it in place. */
  Path prepareRestore(Path source) throws IOException {
    try (Reader reader = open(source)) {
      if (!"ok".equals(check(source))) {
        throw new IOException(source + " is damaged and was not restored");
      }
      Path prepared = live.resolveSibling("journal.db.restoring");
      needSpace(prepared, Files.size(source));
      Files.deleteIfExists(prepared);
      try (Connection connection = Sqlite.readOnly(source);
          PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
        copy.setString(1, prepared.toString());
        copy.execute();
      }
      synchronise(prepared);
      return prepared;
    } catch (SQLException e) {
      throw new IOException(source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String check(Path file) throws SQLException {
    try (Connection connection = Sqlite.readOnly(file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
      return result.next() ? result.getString(1) : "";
    }
  }

  private static void examine(Path file) throws SQLException, IOException {
    try (Connection connection = Sqlite.readOnly(file)) {
      if (Sqlite.pragma(connection, "application_id") != Sqlite.APPLICATION_ID) {
        throw new IOException(file + " is no journal of Tidegate");
      }
      int version = Sqlite.pragma(connection, "user_version");
      if (version > Sqlite.SCHEMA_VERSION) {
        throw new IOException(
            file + " was written by a newer version (" + version + "): read it with that one");
      }
    }
  }

  private static void needSpace(Path target, long bytes) throws IOException {
    long free = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
    if (free - Limits.DEFAULT.reserveBytes() < bytes) {
      throw new IOException(
          Trouble.DISK_FULL
              + ": a copy needs %d MB beside the reserve, the disk of %s has %d MB"
                  .formatted(bytes / Limits.MEGABYTE, target, free / Limits.MEGABYTE));
    }
  }

  private static void synchronise(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private record FileReader(List<Segment> segments) implements Reader {
    @Override
    public void close() {
      // segments open the file for themselves and hold nothing
    }
  }
}

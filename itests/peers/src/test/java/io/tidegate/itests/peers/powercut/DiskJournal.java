package io.tidegate.itests.peers.powercut;

import io.tidegate.itests.peers.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The journal of a gateway's home that is copied from a disk, as a repairer finds it: the file
 * system is brought to order by {@code e2fsck}, and SQLite recovers the journal's log.
 */
final class DiskJournal {
  private static final Map<String, String> TOOLS = Map.of("PATH", "/usr/sbin:/sbin:/usr/bin:/bin");
  private static final String EVENTS =
      "SELECT c.station || ' ' || CAST(e.payload AS TEXT) FROM charge_event e"
          + " JOIN charge c ON c.id = e.charge";
  private static final String COMMANDS =
      "SELECT '" + Item.CONTROLLER + " ' || key FROM once WHERE space = 'grid-command'";

  private final Path file;

  private DiskJournal(Path file) {
    this.file = file;
  }

  /** Makes an empty ext4 file system. */
  static void format(Path image) throws IOException, InterruptedException {
    tool(
        "mkfs.ext4",
        "-q",
        "-F",
        "-b",
        "4096",
        "-E",
        "lazy_itable_init=0,lazy_journal_init=0",
        image);
  }

  /**
   * Copies the home.
   *
   * @param image of the disk; it is copied before it is repaired
   * @param folder for the copy {@code home}, not there yet
   */
  static DiskJournal of(Path image, Path folder) throws IOException, InterruptedException {
    copy(image, "/home", folder);
    return in(folder);
  }

  /**
   * Copies a folder of the disk as a repairer finds it.
   *
   * @param image of the disk; it is copied before it is repaired
   */
  static void copy(Path image, String what, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path copy = folder.resolve("disk.img");
    tool("cp", "--sparse=always", image, copy);
    try {
      // 1 says that errors were corrected: the log of a disk that lost its power is replayed
      Peer.ends(TOOLS, "/bin/sh", "-c", "e2fsck -fy '" + copy + "' || [ $? -eq 1 ]");
      tool("debugfs", "-R", "rdump " + what + " " + folder, copy);
    } finally {
      Files.delete(copy);
    }
  }

  /** A copy of that of a home: who looks at a log ends it, and the gateway shall do that itself. */
  static DiskJournal in(Path folder) throws IOException {
    Path copies = Files.createTempDirectory(folder, "journal");
    for (String name : List.of("journal.db", "journal.db-wal")) {
      Path original = folder.resolve("home/data").resolve(name);
      if (Files.exists(original)) {
        Files.copy(original, copies.resolve(name));
      }
    }
    return new DiskJournal(copies.resolve("journal.db"));
  }

  private static void tool(String name, Object... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("/usr/bin/env", name));
    for (Object word : words) {
      line.add(word.toString());
    }
    Peer.ends(TOOLS, line.toArray(String[]::new));
  }

  Path file() {
    return file;
  }

  /**
   * What is wrong with it.
   *
   * @param sent all that was ever sent: it may be there once
   * @param acknowledged what must be there once
   */
  List<String> findings(Collection<Item> sent, Collection<Item> acknowledged) throws SQLException {
    List<String> findings = new ArrayList<>();
    if (!Files.exists(file)) {
      return List.of("there is no journal");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String line : column(statement, "PRAGMA integrity_check")) {
        if (!line.equals("ok")) {
          findings.add(line);
        }
      }
      Map<String, Integer> there = new HashMap<>();
      column(statement, EVENTS).forEach(key -> there.merge(key, 1, Integer::sum));
      column(statement, COMMANDS).forEach(key -> there.merge(key, 1, Integer::sum));
      for (Item item : sent) {
        int times = there.getOrDefault(key(item), 0);
        if (times > 1 || (times == 0 && acknowledged.contains(item))) {
          findings.add(item.id() + " is there " + times + " times");
        }
      }
    }
    return findings;
  }

  private static String key(Item item) {
    return item.from() + " " + (item.command() ? item.id() : item.payload());
  }

  private static List<String> column(Statement statement, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}

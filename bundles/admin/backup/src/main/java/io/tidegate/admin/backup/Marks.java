package io.tidegate.admin.backup;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an older backup must not make a gateway forget: which releases it had confirmed, and the
 * newest root. The replaced home's states of the updater go to {@code data/updates/seen/}, where
 * the updater finds them at its start and takes the highest counters over; roots that the backup
 * lacks go to where they were.
 */
final class Marks {
  private static final Path UPDATES = Path.of("data", "updates");
  private static final Pattern ROOT = Pattern.compile("[1-9]\\d{0,5}(?:\\.sig)?\\.json");
  private static final long MOST_BYTES = 16L << 20;
  private static final int MOST_HOMES = 100;

  private final Path stage;

  private Marks(Path stage) {
    this.stage = stage.resolve(UPDATES);
  }

  /**
   * Puts them into an unpacked backup.
   *
   * @param home that is replaced, if there is one; homes that were replaced before lie beside it
   * @throws IOException a sentence
   */
  static void keep(Path home, Path stage) throws IOException {
    Marks marks = new Marks(stage);
    for (Path old : homes(home)) {
      try {
        marks.keep(old.resolve(UPDATES));
      } catch (IOException e) {
        throw new IOException(
            "the releases that %s had confirmed cannot be read (%s); move it elsewhere if older ones may come again"
                .formatted(old, e),
            e);
      }
    }
  }

  private static List<Path> homes(Path home) throws IOException {
    List<Path> homes = new ArrayList<>();
    homes.add(home);
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(
            home.getParent(),
            f -> f.getFileName().toString().startsWith(home.getFileName() + Restore.BEFORE))) {
      beside.forEach(homes::add);
    }
    return homes.subList(0, Math.min(homes.size(), MOST_HOMES));
  }

  private void keep(Path updates) throws IOException {
    seen(updates.resolve("state.json"));
    for (Path file : files(updates.resolve("seen"))) {
      seen(file);
    }
    for (Path file : files(updates.resolve("roots"))) {
      Path to = stage.resolve("roots").resolve(file.getFileName());
      if (ROOT.matcher(file.getFileName().toString()).matches() && !Files.exists(to)) {
        copy(file, to);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.json")) {
      all.forEach(files::add);
    }
    return files;
  }

  private void seen(Path state) throws IOException {
    int number = 1;
    Path to = stage.resolve("seen");
    while (Files.exists(to.resolve(number + ".json"))) {
      number++;
    }
    copy(state, to.resolve(number + ".json"));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS) || Files.size(from) > MOST_BYTES) {
      return;
    }
    Files.createDirectories(
        to.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    try (FileChannel channel =
        FileChannel.open(
            to,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      Files.copy(from, Channels.newOutputStream(channel));
      channel.force(true);
    }
  }
}

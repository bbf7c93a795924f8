package io.tidegate.host.dp.guard;

import io.tidegate.codec.release.Confirmed;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.ReleaseRange;
import io.tidegate.codec.release.SignedDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was let in before, a small file for each name, outside the framework's storage: a host that
 * empties it at each start installs every package again, in any sequence. Not for several threads.
 */
final class Ledger {
  private static final String SUFFIX = ".release";

  private final Path folder;

  Ledger(Path folder) {
    this.folder = folder;
  }

  /**
   * A release that was let in.
   *
   * @param digest of its manifest
   */
  record Entry(Confirmed confirmed, String digest, Instant at) {}

  /** By name of the release. */
  Map<String, Entry> entries() throws IOException {
    Map<String, Entry> entries = new HashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = file.getFileName().toString();
          if (name.endsWith(SUFFIX)) {
            entries.put(name.substring(0, name.length() - SUFFIX.length()), read(file));
          }
        }
      }
    }
    return entries;
  }

  private static Entry read(Path file) throws IOException {
    Properties in = new Properties();
    try (InputStream stream = Files.newInputStream(file)) {
      in.load(stream);
    }
    try {
      List<ReleaseRange> requires = new ArrayList<>();
      for (String each : in.getProperty("requires").split(" ", -1)) {
        String[] parts = each.split(":", -1);
        if (parts.length == 3) {
          requires.add(
              new ReleaseRange(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
      }
      return new Entry(
          new Confirmed(
              Long.parseLong(in.getProperty("present")),
              Long.parseLong(in.getProperty("highest")),
              Long.parseLong(in.getProperty("floor")),
              requires),
          in.getProperty("digest"),
          Instant.parse(in.getProperty("at")));
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** From now on this one is in force. */
  void accept(Manifest manifest, String digest, Instant at) throws IOException {
    Entry before = entries().get(manifest.name());
    Confirmed confirmed =
        Optional.ofNullable(before).map(Entry::confirmed).orElse(Confirmed.of(0)).then(manifest);
    write(manifest.name(), new Entry(confirmed, digest, at));
  }

  /** It is not in force any more; what it was is not forgotten. */
  void drop(String name) throws IOException {
    Entry entry = entries().get(name);
    if (entry != null) {
      Confirmed was = entry.confirmed();
      write(
          name,
          new Entry(
              new Confirmed(0, was.highest(), was.floor(), List.of()), entry.digest(), entry.at()));
    }
  }

  private void write(String name, Entry entry) throws IOException {
    Properties out = new Properties();
    Confirmed confirmed = entry.confirmed();
    out.setProperty("present", Long.toString(confirmed.present()));
    out.setProperty("highest", Long.toString(confirmed.highest()));
    out.setProperty("floor", Long.toString(confirmed.floor()));
    StringBuilder requires = new StringBuilder();
    for (ReleaseRange each : confirmed.requires()) {
      requires.append(each.name()).append(':').append(each.minCounter());
      requires.append(':').append(each.maxCounter()).append(' ');
    }
    out.setProperty("requires", requires.toString().strip());
    out.setProperty("digest", entry.digest());
    out.setProperty("at", entry.at().toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    out.store(bytes, null);
    write(folder.resolve(name + SUFFIX), bytes.toByteArray());
  }

  /** Roots that followed the pinned one. */
  SortedMap<Integer, SignedDocument> roots() throws IOException {
    SortedMap<Integer, SignedDocument> roots = new TreeMap<>();
    for (int version = 1; version < 1000; version++) {
      Path file = folder.resolve("root-" + version + ".json");
      if (Files.exists(file)) {
        Path signatures = folder.resolve("root-" + version + ".sig.json");
        roots.put(
            version, new SignedDocument(Files.readAllBytes(file), Files.readAllBytes(signatures)));
      }
    }
    return roots;
  }

  /** Keeps them. */
  void keep(SortedMap<Integer, SignedDocument> roots) throws IOException {
    for (var root : roots.entrySet()) {
      write(folder.resolve("root-" + root.getKey() + ".sig.json"), root.getValue().signatures());
      write(folder.resolve("root-" + root.getKey() + ".json"), root.getValue().bytes());
    }
  }

  /** All of it or nothing, also over a power cut. */
  private void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Path next = folder.resolve(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}

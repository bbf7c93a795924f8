package io.tidegate.admin.backup;

import io.tidegate.api.journal.JournalArchive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a home into one file: a zip whose first entry is the manifest, sealed when there is a
 * password. The file is there whole or not at all.
 */
final class Backup {
  static final String MANIFEST = "manifest.json";
  static final String FILES = "files/";
  private static final int ATTEMPTS = 5;

  private final Path home;
  private final JournalArchive journals;
  private final String version;
  private final int iterations;

  /**
   * @param iterations of the function that makes a key of a password
   */
  Backup(Path home, JournalArchive journals, String version, int iterations) {
    this.home = home;
    this.journals = journals;
    this.version = version;
    this.iterations = iterations;
  }

  /**
   * @param target a file that is not there yet
   * @return what it holds
   * @throws IOException a sentence: nothing was left at the target
   */
  Manifest write(Path target, Optional<char[]> password) throws IOException {
    if (!Files.isDirectory(home.resolve("config")) && !Files.isDirectory(home.resolve("data"))) {
      throw new NoSuchFileException(
          home.toString(), null, "it is no home of a gateway: it has no config and no data");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString(), null, "a backup overwrites nothing");
    }
    Path folder =
        Files.createTempDirectory(target.toAbsolutePath().getParent(), ".tidegate-backup-");
    try {
      Optional<Path> journal = journal(folder);
      Path draft = folder.resolve("draft");
      for (int attempt = 1; ; attempt++) {
        try {
          Manifest manifest = write(draft, journal, password);
          Files.createLink(target, draft);
          synchronise(target.toAbsolutePath().getParent());
          return manifest;
        } catch (Snapshot.ChangedException e) {
          Files.deleteIfExists(draft);
          if (attempt == ATTEMPTS) {
            throw new IOException(e.getMessage() + ", again and again: try later", e);
          }
        }
      }
    } finally {
      Trees.delete(folder);
    }
  }

  private Optional<Path> journal(Path folder) throws IOException {
    if (!Files.exists(home.resolve(Snapshot.JOURNAL))) {
      return Optional.empty();
    }
    Path copy = folder.resolve("journal.db");
    journals.backup(home, copy);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    return Optional.of(copy);
  }

  private Manifest write(Path draft, Optional<Path> journal, Optional<char[]> password)
      throws IOException {
    List<Manifest.Item> files = Snapshot.of(home);
    List<Manifest.Item> items = new ArrayList<>(files);
    if (journal.isPresent()) {
      items.add(Snapshot.item(journal.get(), Snapshot.JOURNAL));
    }
    Manifest manifest = new Manifest(Instant.now(), version, items, Snapshot.folders(home));
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      OutputStream raw = new KeptOpen(Channels.newOutputStream(channel));
      OutputStream packed =
          password.isPresent()
              ? Seal.sealing(new BufferedOutputStream(raw), password.get(), iterations)
              : new BufferedOutputStream(raw);
      try (ZipOutputStream zip = new ZipOutputStream(packed)) {
        zip.setLevel(Deflater.BEST_SPEED);
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(manifest.json().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        for (Manifest.Item item : items) {
          zip.putNextEntry(new ZipEntry(FILES + item.path()));
          boolean own = item.path().equals(Snapshot.JOURNAL);
          Snapshot.copy(own ? journal.get() : home.resolve(item.path()), item, zip);
          zip.closeEntry();
        }
      }
      channel.force(true);
    }
    if (!Snapshot.of(home).equals(files)) {
      throw new Snapshot.ChangedException("a file of the home");
    }
    return manifest;
  }

  static void synchronise(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The channel is synchronised after the streams around it have been closed. */
  private static final class KeptOpen extends java.io.FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

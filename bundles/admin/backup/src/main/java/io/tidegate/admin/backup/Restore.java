package io.tidegate.admin.backup;

import io.tidegate.api.journal.JournalArchive;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Makes a home of a backup: all of it is unpacked beside the home and checked first, then takes the
 * home's name. What was there before is kept beside it.
 */
final class Restore {
  private static final String STAGE = ".restoring-";
  static final String BEFORE = ".before-restore-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-x---");

  /** Left free for the gateway that starts next. */
  private static final long RESERVE = 64L << 20;

  private final Path home;
  private final JournalArchive journals;
  private final Space space;

  /** How much a folder's disk can take. */
  @FunctionalInterface
  interface Space {
    long usable(Path folder) throws IOException;
  }

  Restore(Path home, JournalArchive journals, Space space) {
    this.home = home.toAbsolutePath().normalize();
    this.journals = journals;
    this.space = space;
  }

  /**
   * What was done.
   *
   * @param before where the old home is kept; empty when there was none
   */
  record Done(Manifest manifest, Optional<Path> before) {}

  /**
   * @throws IOException a sentence: the home is as it was
   */
  Done read(Path backup, Optional<char[]> password) throws IOException {
    Path parent = home.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException("there is no folder " + parent + " to put the home into");
    }
    if (Files.isSymbolicLink(home) || (Files.exists(home) && !Files.isDirectory(home))) {
      throw new IOException(home + " is a link or a file: name the folder itself");
    }
    try (Hold hold = Hold.on(home)) {
      clear(parent);
      Path stage =
          Files.createTempDirectory(
              parent,
              home.getFileName() + STAGE,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Manifest manifest = unpack(backup, password, stage);
        Marks.keep(home, stage);
        Folders.limit(stage, manifest);
        Files.setPosixFilePermissions(stage, FOLDER);
        Trees.synchronise(stage);
        return new Done(manifest, swap(stage, parent));
      } finally {
        Trees.delete(stage);
      }
    }
  }

  /** What a restore that was killed has left. */
  private void clear(Path parent) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            parent, f -> f.getFileName().toString().startsWith(home.getFileName() + STAGE))) {
      for (Path stage : left) {
        Trees.delete(stage);
      }
    }
  }

  private Optional<Path> swap(Path stage, Path parent) throws IOException {
    Optional<Path> before = Optional.empty();
    if (Files.exists(home) && !isEmpty(home)) {
      Path aside = parent.resolve(home.getFileName() + BEFORE + STAMP.format(Instant.now()));
      Files.move(home, aside, StandardCopyOption.ATOMIC_MOVE);
      before = Optional.of(aside);
    }
    Files.move(stage, home, StandardCopyOption.ATOMIC_MOVE);
    Backup.synchronise(parent);
    return before;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      return !inside.iterator().hasNext();
    }
  }

  private Manifest unpack(Path backup, Optional<char[]> password, Path stage) throws IOException {
    try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(backup))) {
      file.mark(Seal.signLength());
      boolean sealed = Seal.isSealed(file.readNBytes(Seal.signLength()));
      file.reset();
      if (sealed != password.isPresent()) {
        throw new IOException(
            sealed
                ? "the backup is encrypted: name the password's file with --password-file"
                : "the backup is not encrypted: leave --password-file out if you trust it");
      }
      InputStream open = sealed ? Seal.opening(file, password.get()) : file;
      try (ZipInputStream zip = new ZipInputStream(open)) {
        Manifest manifest = unpack(zip, stage);
        // to the very end: what is cut off or follows is found there
        open.transferTo(OutputStream.nullOutputStream());
        return manifest;
      }
    } catch (ZipException e) {
      throw new IOException("the backup is damaged: " + e.getMessage(), e);
    } catch (java.io.EOFException e) {
      throw new IOException("the backup is cut short", e);
    }
  }

  private Manifest unpack(ZipInputStream zip, Path stage) throws IOException {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(Backup.MANIFEST)) {
      throw new IOException("it is no backup of Tidegate");
    }
    byte[] bytes = zip.readNBytes(Manifest.MOST_BYTES + 1);
    if (bytes.length > Manifest.MOST_BYTES) {
      throw new IOException("the manifest of the backup is too long");
    }
    Manifest manifest = Manifest.read(bytes);
    long usable = space.usable(stage) - RESERVE;
    if (manifest.bytes() > usable) {
      throw new IOException(
          "ERR_DISK_FULL: it takes %d MB and the disk of %s can take %d MB beside the reserve"
              .formatted(manifest.bytes() >> 20, stage.getParent(), Math.max(0, usable) >> 20));
    }
    for (Manifest.Item item : manifest.items()) {
      ZipEntry entry = zip.getNextEntry();
      if (entry == null || !entry.getName().equals(Backup.FILES + item.path())) {
        throw new IOException("the backup is damaged: " + item.path() + " is not in its place");
      }
      unpack(zip, item, stage);
    }
    if (zip.getNextEntry() != null) {
      throw new IOException("the backup holds something that its manifest does not name");
    }
    Path journal = stage.resolve(Snapshot.JOURNAL);
    if (Files.exists(journal)) {
      journals.open(journal).close();
    }
    return manifest;
  }

  private static void unpack(ZipInputStream zip, Manifest.Item item, Path stage)
      throws IOException {
    Path file = stage.resolve(item.path());
    Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(FOLDER));
    MessageDigest sha = Snapshot.sha256();
    byte[] buffer = new byte[64 << 10];
    long left = item.length();
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions(item.mode())))) {
      OutputStream out = Channels.newOutputStream(channel);
      for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
        left -= read;
        if (left < 0) {
          break;
        }
        sha.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      channel.force(true);
    }
    if (left != 0 || !HexFormat.of().formatHex(sha.digest()).equals(item.sha256())) {
      throw new IOException("the backup is damaged: " + item.path() + " is not what was backed up");
    }
  }

  /** Its owner may always read and write; nobody else may write, and nothing is executed. */
  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> granted =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    if ((mode & 040) != 0) {
      granted.add(PosixFilePermission.GROUP_READ);
    }
    if ((mode & 04) != 0) {
      granted.add(PosixFilePermission.OTHERS_READ);
    }
    return granted;
  }

  /** Keeps gateways off a home while it is replaced, as a gateway keeps others off. */
  private record Hold(Optional<FileChannel> lock) implements AutoCloseable {
    static Hold on(Path home) throws IOException {
      Path file = home.resolve("run").resolve("lock");
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return new Hold(Optional.empty());
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return new Hold(Optional.of(channel));
        }
      } catch (OverlappingFileLockException e) {
        // held by this process: in use just the same
        channel.close();
        throw inUse(home, e);
      }
      channel.close();
      throw inUse(home, null);
    }

    private static IOException inUse(Path home, Throwable cause) {
      return new IOException("a gateway runs on " + home + ": stop it first", cause);
    }

    @Override
    public void close() throws IOException {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }
}

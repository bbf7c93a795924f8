package io.tidegate.admin.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The bearer token: 256 random bits, base64url, in {@code data/secrets/rest.token} with mode 0600.
 * Only its hash is kept in memory. Immutable.
 */
final class Token {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43,128}");
  private static final int FILE_MAX = 1_024;
  private final byte[] hash;

  private Token(byte[] hash) {
    this.hash = hash;
  }

  static Path file(Path home) {
    return home.resolve("data").resolve("secrets").resolve("rest.token");
  }

  /**
   * Reads the token, or makes it at the first start.
   *
   * @throws IOException with a sentence when the file cannot be had or is not fit
   */
  static Token load(Path home) throws IOException {
    Path file = file(home);
    if (!Files.exists(file)) {
      create(file);
    }
    if (posix(file)) {
      Set<PosixFilePermission> wide = Files.getPosixFilePermissions(file);
      wide.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      if (!wide.isEmpty()) {
        throw new IOException(file + " may be read by others: set its mode to 0600");
      }
    }
    if (Files.size(file) > FILE_MAX) {
      throw new IOException(file + " holds no token: delete it to get a new one");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (!FORM.matcher(text).matches()) {
      throw new IOException(file + " holds no token: delete it to get a new one");
    }
    return new Token(hash(text));
  }

  /** The whole file appears at once, and never over another one. */
  private static void create(Path file) throws IOException {
    Path folder = file.getParent();
    Files.createDirectories(folder);
    if (posix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
    Path draft = folder.resolve("rest.token.new");
    Files.deleteIfExists(draft);
    if (posix(folder)) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(draft);
    }
    Files.writeString(
        draft,
        text,
        StandardCharsets.ISO_8859_1,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.SYNC);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean posix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  /** Takes the same time whatever is wrong with the candidate. */
  boolean matches(String candidate) {
    return MessageDigest.isEqual(hash, hash(candidate));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

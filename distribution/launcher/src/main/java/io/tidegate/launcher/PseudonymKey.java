package io.tidegate.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * What the names in logs that stand for id tokens and vehicles are made with: kept in the home, so
 * that they are the same over restarts, and handed to the bundles as a system property. A file that
 * cannot be used costs that sameness alone.
 */
final class PseudonymKey {
  /** As in {@code codec/pseudonym}, of which the launcher sees no class. */
  static final String PROPERTY = "tidegate.pseudonym.key";

  private static final int BYTES = 32;

  private PseudonymKey() {}

  static void take(Home home) throws CommandException {
    Path file = home.data().resolve("secrets").resolve("pseudonym.key");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      String key = Files.readString(file).strip();
      System.setProperty(PROPERTY, key.matches("[0-9a-f]{32,128}") ? key : made());
    } catch (IOException e) {
      throw new CommandException(ExitCode.HOME, "cannot read or write " + file, e);
    }
  }

  private static void make(Path file) throws IOException {
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap((made() + "\n").getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      // somebody was faster, and theirs is as good
      return;
    }
  }

  private static String made() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

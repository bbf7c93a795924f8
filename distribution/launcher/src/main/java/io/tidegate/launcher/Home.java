package io.tidegate.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder under which everything of one gateway lives. {@code config/} is the operator's: it is
 * filled with the defaults at the first start and never written again. {@code cache/} and {@code
 * tmp/} are disposable.
 */
record Home(Path root) {

  Path config() {
    return root.resolve("config");
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("log");
  }

  Path tmp() {
    return root.resolve("tmp");
  }

  Path cache() {
    return root.resolve("cache");
  }

  /** What a running gateway says of itself. */
  Path run() {
    return root.resolve("run");
  }

  Path urls() {
    return run().resolve("urls.json");
  }

  Path token() {
    return data().resolve("secrets").resolve("rest.token");
  }

  /**
   * Makes the folders, readable by the owner only, and points the JVM's temporary files here.
   *
   * @throws CommandException when they cannot be written
   */
  void prepare() throws CommandException {
    try {
      for (Path folder : List.of(root, config(), data(), log(), tmp(), cache(), run())) {
        if (!Files.isDirectory(folder)) {
          Files.createDirectories(
              folder,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        }
        if (!Files.isWritable(folder)) {
          throw new CommandException(
              ExitCode.HOME, folder + " cannot be written by " + System.getProperty("user.name"));
        }
      }
    } catch (IOException e) {
      throw new CommandException(ExitCode.HOME, "cannot create " + e.getMessage(), e);
    }
    System.setProperty("java.io.tmpdir", tmp().toString());
  }

  /** Copies each file of the defaults that the configuration does not have yet. */
  void fillConfiguration(Path defaults) throws CommandException {
    if (!Files.isDirectory(defaults)) {
      return;
    }
    try (Stream<Path> files = Files.walk(defaults)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        Path target = config().resolve(defaults.relativize(file).toString());
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException(ExitCode.HOME, "cannot write defaults to " + config(), e);
    }
  }

  /**
   * Keeps a second gateway off this home while the channel is open; the kernel lets go of it when
   * the process dies.
   */
  FileChannel lock() throws CommandException {
    Path file = run().resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      throw inUse(file, e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.HOME, "cannot lock " + file, e);
    }
    throw inUse(file, null);
  }

  private CommandException inUse(Path file, Throwable cause) {
    return new CommandException(
        ExitCode.HOME,
        "another gateway runs on " + root + " (it holds " + file + "); stop it first",
        cause);
  }

  /** Deletes a folder with all below it; what cannot be deleted stays. */
  static void deleteTree(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // A leftover in a temporary folder harms nobody, and there is nobody to tell.
      folder.toFile().deleteOnExit();
    }
  }
}

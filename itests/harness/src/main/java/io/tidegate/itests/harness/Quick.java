package io.tidegate.itests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts that cost half: most of a test's processor time is the start of its gateways. */
final class Quick {
  /** Name of the variable whose options come last. */
  static final String OPTIONS = "TIDEGATE_JAVA_OPTS";

  /** Java's first compiler alone: what runs for a minute does not earn the second. */
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  private static boolean prepared;

  private Quick() {}

  /** Sets a process's options, after the classes of a start have been kept once for all. */
  static void prepare(ProcessBuilder builder, Path distribution) {
    keepClasses(distribution);
    builder.environment().put(OPTIONS, FIRST_COMPILER);
  }

  /** Once after each build of the distribution; modules of tests run beside each other. */
  private static synchronized void keepClasses(Path distribution) {
    if (prepared) {
      return;
    }
    Path lock = distribution.resolveSibling("prepare.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !fits(distribution)) {
        run(distribution);
      }
      prepared = true;
    } catch (IOException e) {
      throw new UncheckedIOException("no classes could be kept beside " + distribution, e);
    }
  }

  private static boolean fits(Path distribution) throws IOException {
    FileTime built = Files.getLastModifiedTime(distribution.resolveSibling("tidegate-site.tar.gz"));
    try (Stream<Path> lib = Files.list(distribution.resolve("lib"))) {
      for (Path file : (Iterable<Path>) lib::iterator) {
        if (file.toString().endsWith(".jsa")
            && Files.getLastModifiedTime(file).compareTo(built) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void run(Path distribution) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(distribution.resolve("bin/tidegate").toString(), "prepare"));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(Gateway.PATIENCE.toSeconds(), TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new IOException("tidegate prepare failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}

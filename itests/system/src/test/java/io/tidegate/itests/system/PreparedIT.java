package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that {@code tidegate prepare} kept are used where they fit, and nowhere else. */
@Tag("long")
class PreparedIT {
  private static final String VERSION = "tidegate 0.1.0-SNAPSHOT";

  @TempDir Path folder;

  @Test
  void usesKeptClassesOnlyWhileTheyFit() throws Exception {
    Path installed = install(folder.resolve("installed"));
    assertThat(keptClasses(installed, "before")).as("nothing was kept yet").isZero();

    String said = run(installed, "", "prepare");
    assertThat(said.lines().toList()).last().asString().startsWith("prepared: " + installed);
    Path kept = kept(installed);
    assertThat(keptClasses(installed, "prepared")).isPositive();
    String tools = run(installed, logging("tools"), "help", "optimise");
    assertThat(tools).startsWith("usage: tidegate optimise");
    assertThat(Files.readString(folder.resolve("tools")))
        .as("classes of bundles too")
        .containsPattern(
            "org\\.apache\\.felix\\.scr\\.impl\\.Activator source: shared objects file")
        .as("also those that are loaded and nothing more")
        .containsPattern(
            "org\\.osgi\\.service\\.component\\.ComponentException source: shared objects file");

    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(keptClasses(installed, "writable")).as("writable by a group").isZero();
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(keptClasses(installed, "closed")).isPositive();

    try (RandomAccessFile file = new RandomAccessFile(kept.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    assertThat(keptClasses(installed, "shortened")).isZero();

    run(installed, "", "prepare");
    assertThat(kept(installed)).as("one alone, the old one is gone").isNotEmptyFile();
    Files.writeString(launcher(installed), "more", StandardOpenOption.APPEND);
    assertThat(keptClasses(installed, "updated")).isZero();
  }

  private long keptClasses(Path installed, String name) throws Exception {
    assertThat(run(installed, logging(name), "version")).isEqualToIgnoringNewLines(VERSION);
    try (Stream<String> lines = Files.lines(folder.resolve(name))) {
      return lines
          .filter(line -> line.contains(" io.tidegate.") && line.contains("shared"))
          .count();
    }
  }

  private String logging(String name) {
    return "-Xlog:class+load:file=" + folder.resolve(name);
  }

  private static Path kept(Path installed) throws IOException {
    try (Stream<Path> files = Files.list(installed.resolve("lib"))) {
      List<Path> kept = files.filter(file -> file.toString().endsWith(".jsa")).toList();
      assertThat(kept).hasSize(1);
      return kept.get(0);
    }
  }

  private static Path launcher(Path installed) throws IOException {
    try (Stream<Path> files = Files.list(installed.resolve("lib"))) {
      return files.filter(file -> file.toString().contains("launcher")).findFirst().orElseThrow();
    }
  }

  private static Path install(Path copy) throws IOException {
    Path built = Gateway.root().resolve("distribution/site/target/tidegate-site");
    try (Stream<Path> tree = Files.walk(built)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        if (!file.toString().endsWith(".jsa")) {
          Files.copy(
              file,
              copy.resolve(built.relativize(file).toString()),
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return copy;
  }

  private static String run(Path installed, String options, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(installed.resolve("bin/tidegate").toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("TIDEGATE_JAVA_OPTS", options);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Gateway.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}

package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is beside the jars in the distribution: image recipe, service unit; natives inside (P8). */
class ShippedIT {
  private static final Path DISTRIBUTION =
      Gateway.root().resolve("distribution/site/target/tidegate-site");
  private static final String UNIT = "systemd/tidegate.service";

  @TempDir Path folder;

  @Test
  void hasEveryFolderOfTheDistributionInItsImage() throws IOException {
    TreeSet<String> wanted = new TreeSet<>();
    try (Stream<Path> children = Files.list(DISTRIBUTION)) {
      children
          .filter(Files::isDirectory)
          .forEach(each -> wanted.add(each.getFileName().toString()));
    }
    wanted.remove("systemd"); // of machines without images
    TreeSet<String> copied = new TreeSet<>();
    List<String> recipe = Files.readAllLines(DISTRIBUTION.resolve("Containerfile"));
    for (String line : recipe) {
      if (line.startsWith("COPY ")) {
        String[] words = line.split(" +", -1);
        assertThat(words[1]).as(line).isEqualTo("--chown=root:root");
        assertThat(words[3]).as(line).isEqualTo("/opt/tidegate/" + words[2]);
        copied.add(words[2]);
      }
    }
    assertThat(copied).isEqualTo(wanted);
    assertThat(recipe).anyMatch(line -> line.matches("USER [1-9][0-9]+:[1-9][0-9]+"));
  }

  @Test
  void runsItsServiceWithoutAnyPrivilege() throws IOException {
    assertThat(Files.readAllLines(DISTRIBUTION.resolve(UNIT)))
        .contains(
            "User=tidegate",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "AmbientCapabilities=",
            "ProtectSystem=strict",
            "StateDirectory=tidegate",
            "DevicePolicy=closed");
  }

  /** By systemd itself; its mark is 0 for the least exposed and 10 for the most. */
  @Tag("long")
  @Test
  void hasAServiceUnitThatSystemdKnowsAndFindsHardlyExposed() throws Exception {
    Path unit = folder.resolve("tidegate.service");
    String text =
        Files.readString(DISTRIBUTION.resolve(UNIT))
            .replaceFirst("(?m)^ExecStart=.*$", "ExecStart=/bin/true")
            .replaceAll("(?m)^(User|Group)=.*$", "$1=root");
    Files.writeString(unit, text);
    assertThat(said("systemd-analyze", "verify", "--man=no", unit.toString())).isEmpty();
    Files.copy(DISTRIBUTION.resolve(UNIT), folder.resolve("shipped.service"));
    assertThat(
            said(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=15",
                folder.resolve("shipped.service").toString()))
        .contains("Overall exposure level");
  }

  private static String said(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void bringsNativeCodeForBothArchitectures() throws IOException {
    Map<String, List<String>> natives =
        Map.of(
            "sqlite-jdbc",
            List.of("org/sqlite/native/Linux/x86_64/.*", "org/sqlite/native/Linux/aarch64/.*"),
            "jna",
            List.of("com/sun/jna/linux-x86-64/.*", "com/sun/jna/linux-aarch64/.*"),
            "jSerialComm",
            List.of("Linux/x86_64/.*", "Linux/armv8_64/.*"),
            "netty-transport-native-epoll",
            List.of(
                "META-INF/native/.*epoll_x86_64\\.so", "META-INF/native/.*epoll_aarch_64\\.so"));
    for (Map.Entry<String, List<String>> each : natives.entrySet()) {
      List<String> files = files(each.getKey());
      assertThat(each.getValue())
          .as(each.getKey())
          .allMatch(wanted -> files.stream().anyMatch(file -> file.matches(wanted)));
    }
  }

  /** Of all jars whose names begin so. */
  private static List<String> files(String name) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> jars = Files.walk(DISTRIBUTION.resolve("bundle"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        String file = jar.getFileName().toString();
        if (file.contains(name) && file.endsWith(".jar")) {
          try (JarFile read = new JarFile(jar.toFile())) {
            read.stream().forEach(entry -> files.add(entry.getName()));
          }
        }
      }
    }
    return files;
  }
}

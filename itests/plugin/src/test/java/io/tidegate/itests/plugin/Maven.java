package io.tidegate.itests.plugin;

import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Maven as a vendor calls it, offline, with the local repository of this build. What the vendor
 * gets from us is put there as {@code mvn install} would.
 */
final class Maven {
  private static final String VERSION = System.getProperty("tidegate.version");
  private static final Path REPOSITORY = Path.of(System.getProperty("maven.repository"));
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");

  private Maven() {}

  /** The api and the archetypes, and the poms above them. */
  static void publish() throws IOException {
    Path root = Gateway.root();
    put(root.resolve("pom.xml"), "io.tidegate");
    for (String parent : List.of("bundles/api", "distribution", "distribution/archetypes")) {
      Path pom = root.resolve(parent).resolve("pom.xml");
      put(pom, artifact(pom));
    }
    try (Stream<Path> modules = Files.list(root.resolve("bundles/api"))) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        built(module);
      }
    }
    built(root.resolve("distribution/archetypes/quirk"));
    built(root.resolve("distribution/archetypes/program"));
  }

  private static void built(Path module) throws IOException {
    String artifact = artifact(module.resolve("pom.xml"));
    put(module.resolve("pom.xml"), artifact);
    String jar = artifact + "-" + VERSION + ".jar";
    copy(module.resolve("target").resolve(jar), artifact, jar);
  }

  private static void put(Path pom, String artifact) throws IOException {
    copy(pom, artifact, artifact + "-" + VERSION + ".pom");
  }

  private static void copy(Path file, String artifact, String name) throws IOException {
    Path folder = REPOSITORY.resolve("io/tidegate").resolve(artifact).resolve(VERSION);
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "published", ".tmp");
    Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
    Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String artifact(Path pom) throws IOException {
    Matcher matcher = ARTIFACT.matcher(Files.readString(pom));
    if (!matcher.find()) {
      throw new IOException("no artifactId in " + pom);
    }
    return matcher.group(1);
  }

  /** A command {@code mvn} in that folder. */
  static void install(Path folder) throws IOException {
    Path command = Files.createDirectories(folder).resolve("mvn");
    Files.writeString(
        command,
        "#!/bin/sh\nexec '%s' -B -o '-Dmaven.repo.local=%s' \"$@\"\n"
            .formatted(System.getProperty("maven.command"), REPOSITORY));
    if (!command.toFile().setExecutable(true)) {
      throw new IOException(command + " cannot be made executable");
    }
  }
}

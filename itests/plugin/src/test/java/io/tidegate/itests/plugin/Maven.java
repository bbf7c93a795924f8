package io.tidegate.itests.plugin;

import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private static final long PATIENCE_MINUTES = 15;

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

  /** A project of an archetype, in a folder that has nothing else. */
  static Path generate(Path empty, String archetype, String artifact, String folder)
      throws Exception {
    run(
        empty,
        "org.apache.maven.plugins:maven-archetype-plugin:3.3.1:generate",
        "-DarchetypeGroupId=io.tidegate",
        "-DarchetypeArtifactId=io.tidegate.archetypes." + archetype,
        "-DarchetypeVersion=" + VERSION,
        "-DarchetypeCatalog=local",
        "-DinteractiveMode=false",
        "-DgroupId=com.acme",
        "-DartifactId=" + artifact,
        "-Dversion=1.0.0",
        "-Dpackage=" + folder);
    return empty.resolve(artifact);
  }

  static void run(Path folder, String... words) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(System.getProperty("maven.command"));
    line.addAll(List.of("-B", "-o", "-Dmaven.repo.local=" + REPOSITORY));
    line.addAll(List.of(words));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said;
    try (InputStream in = process.getInputStream()) {
      said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", line) + "\n" + said);
    }
  }
}

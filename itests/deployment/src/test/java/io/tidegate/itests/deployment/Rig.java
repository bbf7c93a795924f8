package io.tidegate.itests.deployment;

import io.tidegate.itests.deployment.inside.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A host as a process, with its framework, services and DeploymentAdmin. */
final class Rig implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("tidegate.root")).toAbsolutePath();
  static final Path BUNDLES = ROOT.resolve("distribution/kura/target/bundles");
  static final Path PACKAGES = ROOT.resolve("distribution/kura/target/packages");

  private static final Path JARS = Path.of("target/host").toAbsolutePath();
  private static final int PATIENCE_S = 120;

  /** Which framework, and with what. */
  enum Kind {
    /** What Kura 5.3 to 5.6 runs on. */
    EQUINOX(
        "org.eclipse.osgi-3.16.0",
        "org.eclipse.osgi.util-",
        "org.eclipse.osgi.services-",
        "slf4j-api-",
        "slf4j-simple-",
        "org.eclipse.equinox.cm-",
        "org.eclipse.equinox.metatype-",
        "org.eclipse.equinox.event-",
        "org.apache.felix.scr-2.1.16",
        "org.apache.felix.dependencymanager-",
        "org.apache.felix.deploymentadmin-0.9.5"),
    FELIX("org.apache.felix.framework-", felix("0.9.6")),
    FELIX_OF_KURA("org.apache.felix.framework-", felix("0.9.5"));

    private final String framework;
    private final String[] bundles;

    Kind(String framework, String... bundles) {
      this.framework = framework;
      this.bundles = bundles;
    }

    private static String[] felix(String admin) {
      return new String[] {
        "slf4j-api-",
        "slf4j-simple-",
        "org.apache.felix.log-",
        "org.osgi.util.function-",
        "org.osgi.util.promise-",
        "org.apache.felix.configadmin-",
        "org.apache.felix.metatype-",
        "org.apache.felix.eventadmin-",
        "org.apache.felix.scr-2.1.16",
        "org.apache.felix.dependencymanager-",
        "org.apache.felix.deploymentadmin-" + admin
      };
    }
  }

  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private final Path log;

  private Rig(Process process, Path log) {
    this.process = process;
    this.log = log;
    orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one.
   *
   * @param folder its home is in {@code data/tidegate} below it, as on a Kura; the framework's own
   *     storage is emptied, as Kura does
   * @param more bundles of the host
   */
  static Rig start(Kind kind, Path folder, Path... more) throws IOException {
    Path storage = Files.createTempDirectory(Files.createDirectories(folder), "storage");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dkura.home=" + folder);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    command.add("-cp");
    command.add(jar(kind.framework) + ":" + Path.of("target/test-classes").toAbsolutePath());
    command.add(Host.class.getName());
    command.add(storage.toString());
    for (String bundle : kind.bundles) {
      command.add(jar(bundle).toString());
    }
    for (Path bundle : more) {
      command.add(bundle.toString());
    }
    Path log = folder.resolve("host.log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Rig rig = new Rig(process, log);
    String ready = rig.answer();
    if (!ready.equals("ready")) {
      throw new IOException(ready);
    }
    return rig;
  }

  private static Path jar(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(JARS)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .min((a, b) -> a.toString().length() - b.toString().length())
          .orElseThrow(() -> new IOException("no " + prefix + " in " + JARS));
    }
  }

  /** The answer to an order, see {@link Host}. */
  String ask(String order) throws IOException {
    orders.println(order);
    return answer();
  }

  private String answer() throws IOException {
    try {
      String line =
          CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      return answers.readLine();
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  })
              .get(PATIENCE_S, TimeUnit.SECONDS);
      if (line == null) {
        throw new IOException("the host has ended: " + log());
      }
      return line;
    } catch (java.util.concurrent.TimeoutException
        | InterruptedException
        | java.util.concurrent.ExecutionException e) {
      throw new IOException("no answer: " + log(), e);
    }
  }

  String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Ends it as a power cut does. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    orders.close();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the host does not end: " + log());
    }
  }
}

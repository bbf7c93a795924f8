package io.tidegate.itests.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bin/tidegate run} on a {@link Home}, until it is closed. */
public final class Gateway implements AutoCloseable {
  /** Generous: builds and other tests share the machine. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Path ROOT =
      Path.of(System.getProperty("tidegate.root", "../..")).toAbsolutePath().normalize();

  private final Home home;
  private final Process process;
  private final StringBuilder output = new StringBuilder();

  private Gateway(Home home, Process process) {
    this.home = home;
    this.process = process;
    Thread reader = new Thread(this::read, "gateway-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one; it is not ready yet. */
  public static Gateway start(Home home) throws IOException {
    return start(home, distribution(), List.of());
  }

  /**
   * Starts one through another program, as {@code ip netns exec}; it is not ready yet.
   *
   * @param through that program's words
   */
  public static Gateway start(Home home, List<String> through) throws IOException {
    return start(home, distribution(), through);
  }

  /**
   * Starts one whose bundles a {@link Swap} can update; it is not ready yet.
   *
   * @param copy folder for its copy of the distribution, not there yet
   */
  public static Gateway swappable(Home home, Path copy) throws IOException {
    return start(home, Swap.beside(distribution(), copy), List.of());
  }

  /** Starts one of {@link #swappable}'s copies again; it is not ready yet. */
  public static Gateway again(Home home, Path copy) throws IOException {
    return start(home, copy, List.of());
  }

  /**
   * A copy of the distribution, with the hand of a {@link Swap}, that is not started yet.
   *
   * @param copy folder that is not there yet
   */
  public static Path copy(Path copy) throws IOException {
    return Swap.beside(distribution(), copy);
  }

  private static Gateway start(Home home, Path distribution, List<String> through)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("run", "--home", home.folder().toString()));
    home.settings().forEach(setting -> words.addAll(List.of("--set", setting)));
    ProcessBuilder builder = builder(distribution, words).redirectErrorStream(true);
    builder.command().addAll(0, through);
    builder.environment().putAll(home.environment());
    return new Gateway(home, builder.start());
  }

  /** The built distribution. */
  public static Path distribution() {
    return ROOT.resolve("distribution/site/target/tidegate-site");
  }

  private static ProcessBuilder builder(Path distribution, List<String> words) {
    Path command = distribution.resolve("bin/tidegate");
    if (!Files.isExecutable(command)) {
      throw new IllegalStateException("build distribution/site first: there is no " + command);
    }
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line);
    Quick.prepare(builder, distribution());
    return builder;
  }

  /** The checkout that the tests belong to. */
  public static Path root() {
    return ROOT;
  }

  /** How a command ended and what it said. */
  public record Ended(int code, String output) {}

  /** Runs a command of the distribution to its end. */
  public static Ended run(String... words) throws IOException, InterruptedException {
    return pipe("", words);
  }

  /** Runs a command of the distribution to its end; it reads a few lines. */
  public static Ended pipe(String input, String... words) throws IOException, InterruptedException {
    Process process =
        builder(distribution(), Arrays.asList(words)).redirectErrorStream(true).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it ended without reading: what it said tells why
    }
    String said;
    try (InputStream in = process.getInputStream()) {
      said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end of " + Arrays.toString(words) + "\n" + said);
    }
    return new Ended(process.exitValue(), said);
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(line);
      }
    } catch (IOException e) {
      say(e.toString());
    }
  }

  private void say(String line) {
    synchronized (output) {
      output.append(line).append('\n');
    }
  }

  /** Waits until it says that it serves; one that does not in time is not left running. */
  public Gateway awaitReady() throws InterruptedException {
    try {
      Await.until("ready", PATIENCE, this::ready, this::story);
      return this;
    } catch (AssertionError e) {
      kill();
      throw e;
    }
  }

  private boolean ready() {
    if (!process.isAlive()) {
      throw new AssertionError("the gateway has ended\n" + story());
    }
    return output().contains("ready in ");
  }

  /** All it has printed and logged. */
  public String story() {
    return output() + "log:\n" + home.log();
  }

  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  public Home home() {
    return home;
  }

  public Rest rest() {
    return new Rest(home);
  }

  /** Of the gateway itself: its shell has made way for it. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, and waits for the end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; the time until the end. */
  public Duration terminate(Duration most) throws InterruptedException {
    long begin = System.nanoTime();
    process.destroy();
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("SIGTERM had no effect for " + most + "\n" + story());
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** After its end. */
  public int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}

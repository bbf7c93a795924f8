package io.tidegate.itests.peers;

import io.tidegate.itests.harness.Gateway;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program of somebody else's, as a child process that is spoken to line by line. */
public final class Peer implements AutoCloseable {
  private static final Path FOLDER = Gateway.root().resolve("itests/peers");

  private final Process process;
  private final BufferedWriter input;
  private final List<String> lines = new ArrayList<>();

  private Peer(Process process) {
    this.process = process;
    input = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "peer");
    reader.setDaemon(true);
    reader.start();
  }

  /** A script of ours for node, with the packages of {@code package-lock.json}. */
  static Peer node(String script, String... arguments) throws IOException {
    if (!Files.isDirectory(FOLDER.resolve("node_modules/ocpp-rpc"))) {
      throw new AssertionError(
          "the npm package ocpp-rpc is missing: npm ci --prefix itests/peers --no-audit --no-fund,"
              + " or ./tidegate test --install");
    }
    return start("nodejs", command("node", script, arguments));
  }

  /** A script of ours for Debian's Python and its packages. */
  static Peer python(String script, String... arguments) throws IOException {
    return start("python3-pymodbus", command("/usr/bin/python3", script, arguments));
  }

  /** Debian's package of the same name. */
  public static Peer program(String name, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(List.of(arguments));
    return start(name, words);
  }

  /** A program that ends by itself with success; what it said. */
  public static List<String> ends(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try (Peer peer = new Peer(builder.start())) {
      if (peer.awaitEnd(Duration.ofSeconds(60)) != 0) {
        throw new AssertionError(List.of(words) + "\n" + String.join("\n", peer.lines()));
      }
      return peer.lines();
    }
  }

  private static List<String> command(String interpreter, String script, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(interpreter);
    words.add(FOLDER.resolve("src/test/peers").resolve(script).toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private static Peer start(String debianPackage, List<String> words) throws IOException {
    try {
      return new Peer(new ProcessBuilder(words).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new AssertionError(
          words.get(0)
              + " cannot be started: apt-get install "
              + debianPackage
              + ", or ./tidegate test --install",
          e);
    }
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add(e.toString());
    }
    synchronized (lines) {
      lines.notifyAll();
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  /** All it has said so far. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits for a line at or after a place in {@link #lines}; the line. */
  public String await(String what, int from, Duration most, Predicate<String> fits)
      throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    synchronized (lines) {
      for (int i = from; ; i++) {
        while (i >= lines.size()) {
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0) {
            throw new AssertionError(
                "not within " + most + ": " + what + "\n" + String.join("\n", lines));
          }
          lines.wait(left);
        }
        if (fits.test(lines.get(i))) {
          return lines.get(i);
        }
      }
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; its exit code. */
  public int awaitEnd(Duration most) throws InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it has not ended within " + most + "\n" + lines());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

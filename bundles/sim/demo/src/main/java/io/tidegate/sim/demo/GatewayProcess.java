package io.tidegate.sim.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The gateway: {@code tidegate run} as a child process. */
final class GatewayProcess implements AutoCloseable {
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread reader;

  GatewayProcess(String command, Path home, List<String> options) throws IOException {
    List<String> line = new ArrayList<>(List.of(command, "run", "--home", home.toString()));
    line.addAll(options);
    process = new ProcessBuilder(line).redirectErrorStream(true).start();
    // a demo that is interrupted leaves no gateway behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "gateway-end"));
    reader = new Thread(this::read, "gateway-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
        if (line.startsWith("ready")) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      synchronized (lines) {
        lines.add("(its output cannot be read: " + e.getMessage() + ")");
      }
    }
    // an end without "ready" must not be waited for
    ready.countDown();
  }

  /** True when it has said that it is ready. */
  boolean awaitReady(long seconds) throws InterruptedException {
    return ready.await(seconds, TimeUnit.SECONDS) && process.isAlive();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it has printed. */
  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** SIGTERM; true when it ended in time by itself. */
  boolean terminate(long millis) throws InterruptedException {
    process.destroy();
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  static String token(Path home) throws IOException {
    return Files.readString(home.resolve("data/secrets/rest.token")).strip();
  }
}

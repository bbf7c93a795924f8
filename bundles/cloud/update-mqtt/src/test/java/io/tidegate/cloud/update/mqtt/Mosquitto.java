package io.tidegate.cloud.update.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's broker on loopback, which keeps its sessions over a restart. */
final class Mosquitto implements AutoCloseable {
  private final Path folder;
  final int port;
  private Process process;

  /**
   * @param more lines of its configuration
   */
  Mosquitto(Path folder, String... more) throws IOException, InterruptedException {
    this.folder = folder;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Files.createDirectories(folder);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "listener " + port + " 127.0.0.1",
                "persistence true",
                "persistence_location " + folder + "/",
                "user root"));
    lines.addAll(List.of(more));
    Files.write(folder.resolve("mosquitto.conf"), lines);
    start();
  }

  void start() throws IOException, InterruptedException {
    Path program = Path.of("/usr/sbin/mosquitto");
    if (!Files.isExecutable(program)) {
      throw new AssertionError(
          "mosquitto is missing: apt-get install mosquitto, or ./tidegate test --install");
    }
    process =
        new ProcessBuilder(program.toString(), "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError(Files.readString(folder.resolve("log")));
      }
      Thread.sleep(20);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGTERM: it writes down what it keeps. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}

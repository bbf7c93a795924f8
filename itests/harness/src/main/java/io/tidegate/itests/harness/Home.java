package io.tidegate.itests.harness;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A gateway's home folder with free ports of its own, kept over restarts. OCPP without credentials
 * and any token: the tests bring their stations over loopback.
 */
public final class Home {
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;

  /** Not given twice in one run: tests run beside each other. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final int ocppPort;
  private final int restPort;
  private final List<String> settings = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  private Home(Path folder, int ocppPort, int restPort) {
    this.folder = folder;
    this.ocppPort = ocppPort;
    this.restPort = restPort;
  }

  /** A new home below {@code folder}. */
  public static Home in(Path folder) throws IOException {
    int[] ports = freePorts(2);
    Home home = new Home(folder.resolve("home"), ports[0], ports[1]);
    return home.set("io.tidegate.charging.ocpp.transport/port=" + ports[0])
        .set("io.tidegate.charging.ocpp.transport/security.minimum=0")
        .set("org.apache.felix.http/org.osgi.service.http.port=" + ports[1]);
  }

  /**
   * Ports of loopback that nobody listens on at the moment, all different. They lie below those
   * that the kernel gives to clients, so that nobody takes one while a gateway is down.
   */
  public static int[] freePorts(int count) throws IOException {
    int[] ports = new int[count];
    for (int i = 0; i < count; ) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      if (GIVEN.add(port) && isFree(port)) {
        ports[i++] = port;
      }
    }
    return ports;
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (BindException e) {
      return false;
    }
  }

  /** Adds a setting {@code PID/key=value} of the command line; the last one of a key wins. */
  public Home set(String setting) {
    String key = setting.substring(0, setting.indexOf('=') + 1);
    settings.removeIf(s -> s.startsWith(key));
    settings.add(setting);
    return this;
  }

  /** Takes a setting of the command line away, so that the configuration file says it. */
  public Home unset(String key) {
    settings.removeIf(s -> s.startsWith(key + "="));
    return this;
  }

  /**
   * Runs it with the options that it is shipped with. Without this the optimising compiler stays
   * off and the classes of a start are kept beside the distribution: starts are what tests spend
   * most of their time with, and these take half of the processor's.
   */
  public Home asShipped() {
    environment.put(Quick.OPTIONS, "");
    return this;
  }

  /** Sets a variable of the process's environment. */
  public Home environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Writes a file, with the folders above it. */
  public Home write(String relative, String text) throws IOException {
    Path file = folder.resolve(relative);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Copies a resource that lies beside a class. */
  public Home copy(Class<?> beside, String resource, String relative) throws IOException {
    try (var in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource + " beside " + beside);
      }
      return write(relative, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  public Path folder() {
    return folder;
  }

  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  List<String> settings() {
    return List.copyOf(settings);
  }

  public int ocppPort() {
    return ocppPort;
  }

  public int restPort() {
    return restPort;
  }

  /** Where stations connect, with a slash at its end. */
  public URI ocpp() {
    return URI.create("ws://127.0.0.1:" + ocppPort + "/");
  }

  /** The gateway's log; empty while there is none. */
  public String log() {
    return text("log/tidegate.log");
  }

  /** The REST API's token. */
  public String token() {
    return text("data/secrets/rest.token").strip();
  }

  /** A file of the home; empty while there is none. */
  public String text(String relative) {
    try {
      Path file = folder.resolve(relative);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

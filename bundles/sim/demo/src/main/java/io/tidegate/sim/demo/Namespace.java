package io.tidegate.sim.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network namespace for a vehicle, and the cable to it: a pair of Ethernet interfaces, one here,
 * {@link #INSIDE} there, with link-local IPv6 on both. Needs Linux, root and iproute2.
 */
final class Namespace implements AutoCloseable {
  /** The interface's name in the namespace. */
  static final String INSIDE = "vehicle";

  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);
  private static final String PREFIX = "tidegate-demo-";
  private static final Path ALL = Path.of("/run/netns");
  private static final long PATIENCE_S = 10;

  /** Those that are to be taken away when the process ends, however it does. */
  private static final Queue<Namespace> MADE = new ConcurrentLinkedQueue<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> MADE.forEach(Namespace::remove), "namespaces-end"));
  }

  private final String name;
  private final String outside;

  private Namespace(String name, String outside) {
    this.name = name;
    this.outside = outside;
  }

  /** Whether this process may make any. */
  static boolean allowed() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Makes one with its cable, both ends up.
   *
   * @param number that tells it from others of this demo
   * @throws IOException with a sentence when it cannot be made; nothing is left behind
   */
  static Namespace make(int number) throws IOException {
    long pid = ProcessHandle.current().pid();
    Namespace made = new Namespace(PREFIX + pid + "-" + number, "tgd" + pid + "v" + number);
    MADE.add(made);
    try {
      run("ip", "netns", "add", made.name);
      run(
          "ip",
          "link",
          "add",
          made.outside,
          "type",
          "veth",
          "peer",
          "name",
          INSIDE,
          "netns",
          made.name);
      // addresses serve at once: nobody else is on the cable who could have them
      run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/" + made.outside + "/accept_dad");
      made.inside("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/" + INSIDE + "/accept_dad");
      run("ip", "link", "set", made.outside, "up");
      made.inside("ip", "link", "set", "lo", "up");
      made.inside("ip", "link", "set", INSIDE, "up");
      return made;
    } catch (IOException e) {
      made.remove();
      throw e;
    }
  }

  /** Takes away what demos have left that were killed. */
  static void sweep() throws IOException {
    if (!Files.isDirectory(ALL)) {
      return;
    }
    List<String> left;
    try (Stream<Path> files = Files.list(ALL)) {
      left = files.map(file -> file.getFileName().toString()).filter(Namespace::orphan).toList();
    }
    for (String name : left) {
      run("ip", "netns", "del", name);
    }
  }

  private static boolean orphan(String name) {
    if (!name.matches(PREFIX + "\\d{1,9}-\\d")) {
      return false;
    }
    String pid = name.substring(PREFIX.length(), name.lastIndexOf('-'));
    return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private void inside(String... words) throws IOException {
    List<String> all = new ArrayList<>(command());
    all.addAll(List.of(words));
    run(all.toArray(String[]::new));
  }

  private static void run(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", words) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The interface on this side. */
  String outside() {
    return outside;
  }

  /** The words that start a program in it, before the program's own. */
  List<String> command() {
    return List.of("ip", "netns", "exec", name);
  }

  /** Takes the namespace away, and the cable with it; once. */
  @Override
  public synchronized void close() throws IOException {
    if (MADE.remove(this)) {
      run("ip", "netns", "del", name);
    }
  }

  /** The same where nothing can be done about a failure: the next demo sweeps. */
  void remove() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("{} is left", name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

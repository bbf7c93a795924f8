package io.tidegate.sim.slac;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for a gateway or a vehicle, and the cable to it: a pair of Ethernet
 * interfaces, one here, {@link #INSIDE} there. A process is started in it with {@link #command}; a
 * single socket of this one is made in it with {@link #call}. Needs Linux, root and iproute2.
 */
public final class NetworkNamespace implements AutoCloseable {
  /** The interface's name in the namespace. */
  public static final String INSIDE = "plc";

  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int LONGEST_NAME = 15;
  private static final long PATIENCE_S = 20;

  private final String name;
  private final String outside;

  private NetworkNamespace(String name, String outside) {
    this.name = name;
    this.outside = outside;
  }

  /**
   * Makes one with its cable, both ends up.
   *
   * @param name of the namespace
   * @param outside name of the interface on this side, at most 15 characters
   */
  public static NetworkNamespace create(String name, String outside) throws IOException {
    if (outside.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(outside + " is too long for an interface");
    }
    ip("netns", "add", name);
    NetworkNamespace made = new NetworkNamespace(name, outside);
    try {
      ip("link", "add", outside, "type", "veth", "peer", "name", INSIDE, "netns", name);
      noProbing(outside);
      made.call(
          () -> {
            noProbing(INSIDE);
            return null;
          });
      ip("link", "set", outside, "up");
      ip("-n", name, "link", "set", "lo", "up");
      ip("-n", name, "link", "set", INSIDE, "up");
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /** Addresses serve at once: nobody else is on the cable who could have them. */
  private static void noProbing(String device) throws IOException {
    Path setting = Path.of("/proc/sys/net/ipv6/conf", device, "accept_dad");
    if (!Files.exists(setting)) {
      throw new IOException("there is no IPv6 on " + device);
    }
    Files.writeString(setting, "0");
  }

  private static void ip(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("ip"));
    words.addAll(List.of(arguments));
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
  public String outside() {
    return outside;
  }

  /**
   * Does something on a thread in the namespace and waits for it: a socket that it makes stays
   * there. What Java knows of interfaces and IPv6 addresses is that of the process.
   */
  public <T> T call(Callable<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread =
        new Thread(
            () -> {
              enter();
              task.run();
            },
            "in-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join();
      if (!task.isDone()) {
        throw new IOException("the namespace " + name + " cannot be entered");
      }
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The words that start a program in it, before the program's own. */
  public List<String> command() {
    return List.of("ip", "netns", "exec", name);
  }

  private void enter() {
    NativeLibrary library = NativeLibrary.getInstance("c", NetworkNamespace.class.getClassLoader());
    byte[] path = ("/run/netns/" + name + '\0').getBytes(StandardCharsets.US_ASCII);
    int descriptor = library.getFunction("open").invokeInt(new Object[] {path, O_RDONLY_CLOEXEC});
    int result =
        descriptor < 0
            ? descriptor
            : library.getFunction("setns").invokeInt(new Object[] {descriptor, CLONE_NEWNET});
    int errno = Native.getLastError();
    if (descriptor >= 0) {
      library.getFunction("close").invokeInt(new Object[] {descriptor});
    }
    if (result < 0) {
      throw new IllegalStateException("the namespace " + name + " is closed to us, errno " + errno);
    }
  }

  /** Takes the namespace away, and the cable with it. */
  @Override
  public void close() throws IOException {
    ip("netns", "del", name);
  }
}

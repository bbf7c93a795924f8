package io.tidegate.itests.harness.inside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The tests' hand within a gateway's process: updates bundles in place when it is told to, and says
 * what is left of their old class loaders. A line in, a line out, over a port of loopback that it
 * writes to {@code run/swap.port}. It shares no class with anybody.
 */
public final class Swapper implements BundleActivator {
  /** File of the home that holds the port. */
  public static final String PORT = "run/swap.port";

  private static final long REFRESH_S = 30;
  private static final int LOCK_TURNS = 5;
  private static final long LOCK_PAUSE_MS = 20;

  private final List<WeakReference<ClassLoader>> old = new ArrayList<>();
  private BundleContext context;
  private ServerSocket door;

  @Override
  public void start(BundleContext here) throws IOException {
    context = here;
    door = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    Path port = Path.of(here.getProperty("tidegate.home")).resolve(PORT);
    Files.createDirectories(port.getParent());
    Files.writeString(port, Integer.toString(door.getLocalPort()));
    Thread thread = new Thread(this::serve, "swapper");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop(BundleContext here) throws IOException {
    door.close();
  }

  private void serve() {
    while (!door.isClosed()) {
      try (Socket socket = door.accept()) {
        converse(socket);
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        // the test has hung up: the next one may come
        Thread.onSpinWait();
      }
    }
  }

  private void converse(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer(line.split(" ", 3)));
    }
  }

  private String answer(String... words) {
    try {
      return switch (words[0]) {
        case "update" -> update(words[1], Path.of(words[2]));
        case "install" -> install(Path.of(words[1]));
        case "remove" -> remove(words[1]);
        case "left" -> Long.toString(left());
        case "heap" -> Long.toString(heap());
        default -> "unknown: " + words[0];
      };
    } catch (BundleException | IOException | RuntimeException e) {
      return "failed: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Nanoseconds that it took. */
  private String install(Path jar) throws BundleException, IOException {
    long begin = System.nanoTime();
    try (InputStream in = Files.newInputStream(jar)) {
      Bundle bundle = context.installBundle("plugin:" + jar.getFileName(), in);
      bundle.start();
      return bundle.getState() == Bundle.ACTIVE
          ? Long.toString(System.nanoTime() - begin)
          : "failed: state " + bundle.getState();
    }
  }

  private String remove(String name) throws BundleException {
    long begin = System.nanoTime();
    Bundle bundle = named(name);
    old.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    bundle.uninstall();
    return Long.toString(System.nanoTime() - begin);
  }

  private Bundle named(String name) {
    return Arrays.stream(context.getBundles())
        .filter(b -> name.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  /** Nanoseconds that it took, with the refresh of whoever was wired to it. */
  private String update(String name, Path jar)
      throws BundleException, IOException, InterruptedException {
    Bundle bundle = named(name);
    old.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    long begin = System.nanoTime();
    exchange(bundle, jar);
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            null,
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    if (!refreshed.await(REFRESH_S, TimeUnit.SECONDS)) {
      return "failed: no refresh in " + REFRESH_S + " s";
    }
    return bundle.getState() == Bundle.ACTIVE
        ? Long.toString(System.nanoTime() - begin)
        : "failed: " + name + " is in state " + bundle.getState();
  }

  /**
   * Felix takes back the lock of a bundle that is being updated when somebody who holds the lock of
   * the whole framework (a class that is being wired) needs it, and says so with an exception; the
   * bundle then waits to be started, and the same again is the answer.
   */
  private static void exchange(Bundle bundle, Path jar)
      throws BundleException, IOException, InterruptedException {
    for (int left = LOCK_TURNS; ; left--) {
      try (InputStream in = Files.newInputStream(jar)) {
        bundle.update(in);
        if (bundle.getState() != Bundle.ACTIVE) {
          bundle.start();
        }
        return;
      } catch (BundleException e) {
        if (left == 0 || !String.valueOf(e.getMessage()).contains("global lock")) {
          throw e;
        }
        Thread.sleep(LOCK_PAUSE_MS);
      }
    }
  }

  /** Class loaders of replaced versions that somebody still holds. */
  private long left() {
    System.gc();
    return old.stream().filter(reference -> reference.get() != null).count();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

package io.tidegate.itests.harness.inside;

import io.tidegate.api.control.SiteView;
import io.tidegate.api.update.FeatureDesk;
import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateListener;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The tests' hand within a gateway's process: updates bundles in place when it is told to, and says
 * what is left of their old class loaders. A line in, a line out, over a port of loopback that it
 * writes to {@code run/swap.port}. It shares no class with anybody but the updater's words.
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
        case "threads" -> Integer.toString(Thread.getAllStackTraces().size());
        case "decisions" -> Long.toString(service(SiteView.class).figures().decisions());
        case "cycles" -> cycles();
        case "takes" -> takes();
        case "threads-by-name" -> threads();
        case "versions" -> versions(words[1]);
        case "states" -> states();
        case "stop" -> stop(words[1]);
        case "start" -> start(words[1]);
        case "watch" -> watch(words[1]);
        case "order" -> order(words[1], new ReleaseSource.OfFile(Path.of(words[2])));
        case "order-from" ->
            order(words[1], new ReleaseSource.OfUri(URI.create(words[2]), Map.of(), -1, ""));
        case "halt" -> halt(UpdateStep.valueOf(words[1]));
        case "approve" -> text(updates().approve(words[1]));
        case "back" -> text(updates().rollBack(words[1]));
        case "view" -> updates().find(words[1]).map(Swapper::text).orElse("none");
        case "in-force" -> updates().installed().toString();
        case "add-feature" -> text(service(FeatureDesk.class).install(words[1]));
        case "drop-feature" -> text(service(FeatureDesk.class).remove(words[1]));
        case "features" -> service(FeatureDesk.class).features().toString();
        default -> "unknown: " + words[0];
      };
    } catch (UpdateRefusedException e) {
      return "refused: " + e.code() + " " + e.getMessage();
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
    List<ClassLoader> live = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null) {
        live.add(wiring.getClassLoader());
      }
    }
    return old.stream()
        .map(WeakReference::get)
        .filter(loader -> loader != null && !live.contains(loader))
        .count();
  }

  /** Remembers the class loaders of a bundle's present versions. */
  private String watch(String name) {
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (name.equals(bundle.getSymbolicName()) && wiring != null) {
        old.add(new WeakReference<>(wiring.getClassLoader()));
      }
    }
    return Integer.toString(old.size());
  }

  /** Versions that are installed, with their states. */
  private String versions(String name) {
    StringBuilder out = new StringBuilder();
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        out.append(bundle.getVersion()).append(':').append(bundle.getState()).append(' ');
      }
    }
    return out.toString().strip();
  }

  /** Each bundle with its version and its state: {@code name:version:state|…}. */
  private String states() {
    StringBuilder out = new StringBuilder();
    for (Bundle bundle : context.getBundles()) {
      out.append(bundle.getSymbolicName()).append(':').append(bundle.getVersion());
      out.append(':').append(bundle.getState()).append('|');
    }
    return out.toString();
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
        .filter(b -> name.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private String stop(String name) throws BundleException {
    bundle(name).stop(Bundle.STOP_TRANSIENT);
    return "0";
  }

  private String start(String name) throws BundleException {
    bundle(name).start(Bundle.START_TRANSIENT);
    return "0";
  }

  private <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    T service = reference == null ? null : context.getService(reference);
    if (service == null) {
      throw new IllegalStateException("there is no " + type.getName());
    }
    return service;
  }

  private UpdateDesk updates() {
    return service(UpdateDesk.class);
  }

  private String order(String id, ReleaseSource from) throws UpdateRefusedException {
    return text(updates().order(UpdateOrder.of(id, "test", from)));
  }

  /** From now on the updater stays at that step: a listener that does not return, as it should. */
  private String halt(UpdateStep step) {
    UpdateListener listener =
        view -> {
          // who registers is told the last view, on the own thread
          boolean updater = Thread.currentThread().getName().equals("tidegate-updates");
          if (updater && view.step() == step) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    context.registerService(UpdateListener.class, listener, null);
    return "0";
  }

  /** One line: id, step, code or a dash, sentence. */
  private static String text(UpdateView view) {
    String code = view.code().isEmpty() ? "-" : view.code();
    return view.id() + " " + view.step() + " " + code + " " + view.sentence();
  }

  /** Cycles of the control loop, those without a decision, the longest delay in ms, decisions. */
  private String cycles() {
    SiteView.LoopFigures loop = service(SiteView.class).figures();
    return loop.cycles()
        + " "
        + loop.missedCycles()
        + " "
        + loop.latestNanos() / 1_000_000
        + " "
        + loop.decisions();
  }

  /** After a collection: start level, bundles, threads, classes, bytes of the heap, of classes. */
  private String takes() {
    long heap = heap();
    return context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel()
        + " "
        + context.getBundles().length
        + " "
        + ManagementFactory.getThreadMXBean().getThreadCount()
        + " "
        + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
        + " "
        + heap
        + " "
        + ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
  }

  /** Names without their numbers, and how many there are of each: {@code name=n;name=n}. */
  private static String threads() {
    Map<String, Integer> names = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      names.merge(thread.getName().replaceAll("[0-9]+", "#"), 1, Integer::sum);
    }
    StringBuilder out = new StringBuilder();
    names.forEach((name, count) -> out.append(name).append('=').append(count).append(';'));
    return out.toString();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

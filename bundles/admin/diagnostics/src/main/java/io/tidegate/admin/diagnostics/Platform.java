package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The sections about the container and the machine. */
final class Platform {
  private static final String[] TCP_STATES = {
    "",
    "established",
    "syn-sent",
    "syn-received",
    "fin-wait-1",
    "fin-wait-2",
    "time-wait",
    "close",
    "close-wait",
    "last-ack",
    "listening",
    "closing"
  };
  private final BundleContext context;
  private final Path home;

  Platform(BundleContext context, Path home) {
    this.context = context;
    this.home = home;
  }

  Object gateway() {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    return Rows.of(
        "version", context.getBundle().getVersion(),
        "framework",
            context.getProperty(Constants.FRAMEWORK_VENDOR)
                + " "
                + context.getBundle(0).getVersion(),
        "profile", context.getProperty("tidegate.profile"),
        "home", home,
        "started", Instant.ofEpochMilli(runtime.getStartTime()),
        "uptimeS", runtime.getUptime() / 1_000,
        "pid", runtime.getPid(),
        "user", System.getProperty("user.name"),
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        "machine",
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch"),
        "processors", Runtime.getRuntime().availableProcessors());
  }

  /** Those that are not as they should be first. */
  Object bundles() {
    List<Map<String, Object>> rows = new ArrayList<>();
    Stream.of(context.getBundles())
        .sorted(Comparator.comparing(Platform::asItShould).thenComparing(Bundle::getBundleId))
        .forEach(
            bundle ->
                rows.add(
                    Rows.of(
                        "state", state(bundle),
                        "id", bundle.getBundleId(),
                        "name", bundle.getSymbolicName(),
                        "version", bundle.getVersion())));
    return rows;
  }

  private static boolean asItShould(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    boolean fragment =
        revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    return bundle.getState() == Bundle.ACTIVE
        || bundle.getState() == Bundle.STARTING
        || (fragment && bundle.getState() == Bundle.RESOLVED);
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> "INSTALLED";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.STARTING -> "STARTING";
      case Bundle.ACTIVE -> "ACTIVE";
      case Bundle.STOPPING -> "STOPPING";
      default -> "UNINSTALLED";
    };
  }

  /** Components that are not there, with what they wait for. */
  static Object components(ServiceComponentRuntime runtime) {
    if (runtime == null) {
      return "no service component runtime";
    }
    List<Map<String, Object>> problems = new ArrayList<>();
    int good = 0;
    for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
      for (ComponentConfigurationDTO configuration :
          runtime.getComponentConfigurationDTOs(description)) {
        String problem = problem(configuration);
        if (problem.isEmpty()) {
          good++;
        } else {
          problems.add(Rows.of("component", description.name, "problem", problem));
        }
      }
    }
    return Rows.of("satisfied", good, "problems", problems);
  }

  private static String problem(ComponentConfigurationDTO configuration) {
    return switch (configuration.state) {
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "waits for its configuration";
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
        StringBuilder waits = new StringBuilder("waits for");
        for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
          waits.append(' ').append(reference.name);
          waits.append(reference.target == null ? "" : reference.target);
        }
        yield waits.toString();
      }
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          "failed: " + String.valueOf(configuration.failure).lines().findFirst().orElse("");
      default -> "";
    };
  }

  Object disk() throws IOException {
    FileStore store = Files.getFileStore(home);
    Map<String, Object> rows =
        Rows.of(
            "usableMiB", store.getUsableSpace() >> 20,
            "totalMiB", store.getTotalSpace() >> 20,
            "type", store.type());
    Map<String, Object> files = new TreeMap<>();
    Path data = home.resolve("data");
    if (Files.isDirectory(data)) {
      try (Stream<Path> entries = Files.list(data)) {
        for (Path file : entries.filter(Files::isRegularFile).limit(100).toList()) {
          files.put(file.getFileName() + " KiB", Files.size(file) >> 10);
        }
      }
    }
    rows.put("data", files);
    return rows;
  }

  static Object memory() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] deadlocked = threads.findDeadlockedThreads();
    List<String> ours = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("tidegate")) {
        ours.add(thread.getName() + " (" + thread.getState() + ")");
      }
    }
    ours.sort(Comparator.naturalOrder());
    return Rows.of(
        "heapUsedMiB",
        heap.getUsed() >> 20,
        "heapCommittedMiB",
        heap.getCommitted() >> 20,
        "heapMaxMiB",
        heap.getMax() >> 20,
        "nonHeapUsedMiB",
        other.getUsed() >> 20,
        "threads",
        threads.getThreadCount(),
        "peakThreads",
        threads.getPeakThreadCount(),
        "deadlockedThreads",
        deadlocked == null ? 0 : deadlocked.length,
        "ours",
        ours);
  }

  Object sockets(List<String> stationAddresses) throws IOException {
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("stations", stationAddresses);
    ServiceReference<?> http =
        context.getServiceReference("org.osgi.service.servlet.runtime.HttpServiceRuntime");
    Object endpoints = http == null ? null : http.getProperty("osgi.http.endpoint");
    rows.put("http", endpoints instanceof String[] urls ? List.of(urls) : List.of());
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      try (Stream<Path> open = Files.list(descriptors)) {
        rows.put("openFiles", open.count());
      }
      rows.put("tcp", tcpStates());
    }
    return rows;
  }

  /** Counts of this network namespace, from the kernel. */
  private static Map<String, Object> tcpStates() throws IOException {
    Map<String, Object> counts = new TreeMap<>();
    for (String file : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      if (!Files.isReadable(Path.of(file))) {
        continue;
      }
      try (Stream<String> lines = Files.lines(Path.of(file))) {
        lines
            .skip(1)
            .map(line -> line.strip().split("\\s+", 5))
            .filter(columns -> columns.length > 4)
            .map(columns -> Integer.parseInt(columns[3], 16))
            .filter(state -> state > 0 && state < TCP_STATES.length)
            .forEach(state -> counts.merge(TCP_STATES[state], 1, Platform::sum));
      }
    }
    return counts;
  }

  private static Object sum(Object a, Object b) {
    return (Integer) a + (Integer) b;
  }
}

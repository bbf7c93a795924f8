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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The sections about the container and the machine. */
final class Platform {
  private final BundleContext context;
  private final Path home;

  Platform(BundleContext context, Path home) {
    this.context = context;
    this.home = home;
  }

  Object gateway() {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    return Rows.of(
        "version", version(),
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

  private Object version() {
    String told = context.getProperty("tidegate.version");
    return told == null ? context.getBundle().getVersion() : told;
  }

  Object disk() throws IOException {
    Map<String, Object> rows = store(home);
    for (String folder : List.of("data", "log", "tmp")) {
      Path below = home.resolve(folder);
      if (Files.isDirectory(below) && !Files.getFileStore(below).equals(Files.getFileStore(home))) {
        rows.put(folder + " on another disk", store(below));
      }
    }
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

  private static Map<String, Object> store(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return Rows.of(
        "usableMiB", store.getUsableSpace() >> 20,
        "totalMiB", store.getTotalSpace() >> 20,
        "type", store.type());
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
    ServiceReference<?> http =
        context.getServiceReference("org.osgi.service.servlet.runtime.HttpServiceRuntime");
    Object endpoints = http == null ? null : http.getProperty("osgi.http.endpoint");
    return Rows.of(
        "stations", stationAddresses,
        "http", endpoints instanceof String[] urls ? List.of(urls) : List.of(),
        "openFiles", Network.openFiles(),
        "tcp", Network.tcp(),
        "interfaces", Network.interfaces());
  }
}

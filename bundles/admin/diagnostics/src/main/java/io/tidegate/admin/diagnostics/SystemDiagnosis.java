package io.tidegate.admin.diagnostics;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.operation.Diagnosis;
import io.tidegate.api.operation.HealthBoard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the report section by section on the caller's thread. A section that fails says so; the
 * others are there all the same: this is read when things are broken.
 */
@Component(name = "io.tidegate.admin.diagnostics")
public final class SystemDiagnosis implements Diagnosis {
  private static final Logger LOG = LoggerFactory.getLogger(SystemDiagnosis.class);

  private final BundleContext context;
  private final HealthBoard health;
  private final Path home;
  private final Pseudonyms pseudonyms = new Pseudonyms();
  private final List<Switchboard> switchboards = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SiteView site;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Journal journal;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile ServiceComponentRuntime components;

  @Activate
  public SystemDiagnosis(BundleContext context, @Reference HealthBoard health) {
    this.context = context;
    this.health = health;
    String folder = context.getProperty("tidegate.home");
    this.home = Path.of(folder == null ? "." : folder).toAbsolutePath().normalize();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSwitchboard(Switchboard switchboard) {
    switchboards.add(switchboard);
  }

  void unbindSwitchboard(Switchboard switchboard) {
    switchboards.remove(switchboard);
  }

  @Override
  public String text() {
    return Tree.text(report());
  }

  @Override
  public String json() {
    return Tree.json(report());
  }

  private Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    Platform platform = new Platform(context, home);
    Plant plant = new Plant(site, journal, List.copyOf(switchboards));
    section(report, "gateway", platform::gateway);
    section(report, "health", this::checks);
    section(report, "components", () -> Platform.components(components));
    section(report, "bundles", platform::bundles);
    section(report, "clock", plant::clock);
    section(report, "journal", plant::journal);
    section(report, "disk", platform::disk);
    section(report, "memory and threads", Platform::memory);
    section(report, "sockets", () -> platform.sockets(plant.listening()));
    section(report, "stations", plant::stations);
    section(report, "control loop", plant::loop);
    section(report, "sessions", plant::sessions);
    section(report, "last decisions", plant::decisions);
    section(
        report,
        "last warnings and errors",
        () -> LogTail.read(home.resolve("log").resolve("tidegate.log"), pseudonyms));
    return report;
  }

  private Map<String, Object> checks() {
    HealthBoard.Health now = health.read();
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("at", Instant.now().toString());
    rows.put("status", now.status().name());
    rows.put(
        "checks",
        now.checks().stream()
            .map(c -> Rows.of("name", c.name(), "status", c.status(), "message", c.message()))
            .toList());
    return rows;
  }

  private static void section(Map<String, Object> report, String title, Part part) {
    try {
      report.put(title, part.build());
    } catch (Exception e) {
      LOG.warn("diagnosis: section {} failed", title, e);
      report.put(title, "could not be read: " + e);
    }
  }

  /** One section; whatever it throws becomes its content. */
  @FunctionalInterface
  private interface Part {
    Object build() throws Exception;
  }
}

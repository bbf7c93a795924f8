package io.tidegate.admin.diagnostics;

import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.journal.Journal;
import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.api.operation.Diagnosis;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.operation.HealthBoard;
import java.io.IOException;
import java.io.OutputStream;
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
public final class SystemDiagnosis implements Diagnosis, Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(SystemDiagnosis.class);

  private final BundleContext context;
  private final HealthBoard health;
  private final Path home;
  private final Sections sections;
  private final BundleRows bundles;
  private final List<Switchboard> switchboards = new CopyOnWriteArrayList<>();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SiteView site;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Journal journal;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile ServiceComponentRuntime components;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile TransactionLedger ledger;

  @Activate
  public SystemDiagnosis(
      BundleContext context, @Reference HealthBoard health, @Reference Sections sections) {
    this.context = context;
    this.health = health;
    this.sections = sections;
    this.bundles = new BundleRows(context);
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
    return Tree.text(report(redaction()));
  }

  @Override
  public String json() {
    return Tree.json(report(redaction()));
  }

  @Override
  public List<String> routes() {
    return List.of("GET /api/v1/diag/archive");
  }

  @Override
  public String description() {
    return """
        "/api/v1/diag/archive": {"get": {"summary": "One redacted file for a support case", "tags": ["operations"],
          "responses": {"200": {"description": "at most 20 MiB", "content": {"application/zip": {}}}}}}
        """;
  }

  @Override
  public Reply answer(Query query) {
    return new Reply(200, "application/zip", this::archive);
  }

  void archive(OutputStream out) throws IOException {
    Redaction redaction = redaction();
    Map<String, Object> configuration = configuration().read();
    SupportArchive.write(
        home, report(redaction), configuration, new SupportArchive.Writing(redaction, out));
  }

  private Configuration configuration() {
    return new Configuration(home, DeclaredPasswords.of(context));
  }

  private Redaction redaction() {
    return new Redaction(KnownTokens.of(home, ledger));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> report(Redaction redaction) {
    Map<String, Object> report = new LinkedHashMap<>();
    Platform platform = new Platform(context, home);
    Plant plant = new Plant(site, journal, List.copyOf(switchboards));
    section(report, "gateway", platform::gateway);
    section(report, "health", this::checks);
    section(report, "components", () -> Platform.components(components));
    section(report, "bundles", bundles::rows);
    section(report, "releases and updates", sections.releases()::read);
    section(report, "clock", plant::clock);
    section(report, "journal", plant::journal);
    section(report, "certificates", sections.trust()::certificates);
    section(report, "security events", sections.trust()::events);
    section(report, "disk", platform::disk);
    section(report, "memory and threads", Platform::memory);
    section(report, "network", () -> platform.sockets(plant.listening()));
    section(report, "stations", plant::stations);
    section(report, "own EVSEs", sections.vehicles()::read);
    section(report, "control loop", plant::loop);
    section(report, "sessions", plant::sessions);
    section(report, "last decisions", plant::decisions);
    section(report, "configuration", configuration()::read);
    section(
        report,
        "last warnings and errors",
        () -> LogTail.read(home.resolve("log").resolve("tidegate.log"), redaction));
    return (Map<String, Object>) redaction.clean(report);
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

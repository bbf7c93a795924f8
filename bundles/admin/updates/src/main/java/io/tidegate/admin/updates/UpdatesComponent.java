package io.tidegate.admin.updates;

import io.tidegate.admin.updates.work.Desk;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.security.SecurityLog;
import io.tidegate.api.update.FeatureDesk;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateListener;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import io.tidegate.codec.settings.LastGood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The updater as a service. */
@Component(
    name = UpdatesComponent.PID,
    service = {UpdateDesk.class, FeatureDesk.class, HealthCheck.class},
    property = {"hc.name=updates", "hc.tags=tidegate"},
    immediate = true)
@Designate(ocd = UpdatesComponent.Config.class)
public final class UpdatesComponent implements UpdateDesk, FeatureDesk, HealthCheck {
  static final String PID = "io.tidegate.admin.updates";
  private static final Logger LOG = LoggerFactory.getLogger(UpdatesComponent.class);

  /** Configuration; that of fetching is beside it. */
  @ObjectClassDefinition(id = PID, name = "Updates", description = "Releases and features")
  public @interface Config {
    @AttributeDefinition(
        name = "Probation",
        description = "s that a release has to stay healthy where it does not say itself",
        min = "1",
        max = "86400")
    int probation_s() default 60;

    @AttributeDefinition(
        name = "Grace",
        description = "ms that something may be worse than before until it counts",
        min = "100",
        max = "600000")
    int grace_ms() default 10_000;

    @AttributeDefinition(
        name = "Reconnect",
        description = "s that stations may be away when an update has closed their connections",
        min = "1",
        max = "3600")
    int reconnect_s() default 300;

    @AttributeDefinition(
        name = "Start",
        description = "ms that components of a new bundle may take to be satisfied",
        min = "100",
        max = "600000")
    int start_timeout_ms() default 30_000;

    @AttributeDefinition(
        name = "Deadline",
        description = "ms that the start or stop of one bundle may take until it counts as hanging",
        min = "100",
        max = "600000")
    int start_deadline_ms() default 20_000;

    @AttributeDefinition(
        name = "Reserve",
        description = "MiB left free on the disk",
        min = "1",
        max = "1048576")
    int reserve_megabytes() default 64;

    @AttributeDefinition(
        name = "Device",
        description = "Id of this gateway, for permits",
        required = false)
    String device() default "";
  }

  private final BundleContext context;
  private final Path home;
  private final LastGood<UpdatesConfig> config;
  private final List<UpdateListener> listeners = new CopyOnWriteArrayList<>();
  private final StepLines lines = new StepLines();
  private final Desk desk;
  private Pulse pulse;
  private final String problem;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile SecurityLog securityLog;

  @Activate
  public UpdatesComponent(
      BundleContext context, Map<String, Object> properties, @Reference HouseServices house)
      throws IOException {
    String folder = context.getProperty("tidegate.home");
    home = Path.of(folder == null ? "." : folder).toAbsolutePath();
    config = new LastGood<>(UpdatesConfig.of(Map.of(), home));
    modified(properties);
    Gateway gateway = new Gateway(context, house, home, config::get, this::tell, this::alarm);
    String trouble = gateway.trouble();
    Desk opened;
    try {
      opened = new Desk(gateway);
    } catch (IOException e) {
      LOG.error("the updater's state cannot be read; it begins anew", e);
      gateway.putAside();
      opened = new Desk(gateway);
      trouble = "the updater's state could not be read and was put aside: " + e.getMessage();
    }
    problem = trouble;
    desk = opened;
    this.context = context;
  }

  /** Not in the constructor: listeners are bound before anything is told. */
  @Activate
  void activate() {
    desk.open();
    pulse = new Pulse(context, desk::silentMs);
  }

  @Modified
  void modified(Map<String, Object> properties) {
    if (!config.offer(() -> UpdatesConfig.of(properties, home))) {
      LOG.error("configuration refused, the last good one stays in force: {}", config.problem());
    }
  }

  @Deactivate
  void deactivate() {
    pulse.close();
    try {
      desk.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindListener(UpdateListener listener) {
    listeners.add(listener);
    Optional.ofNullable(desk).flatMap(Desk::last).ifPresent(view -> tell(listener, view));
  }

  void unbindListener(UpdateListener listener) {
    listeners.remove(listener);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindLedger(OnceLedger ledger) {
    lines.bind(ledger);
  }

  void unbindLedger(OnceLedger ledger) {
    lines.unbind(ledger);
  }

  private void tell(UpdateView view, boolean step) {
    if (step) {
      lines.add(view);
      note(view);
    }
    listeners.forEach(listener -> tell(listener, view));
  }

  private static void tell(UpdateListener listener, UpdateView view) {
    try {
      listener.changed(view);
    } catch (RuntimeException e) {
      LOG.error("a listener of updates failed", e);
    }
  }

  private void note(UpdateView view) {
    String about =
        view.release().isEmpty() ? "" : " (" + view.release() + " " + view.version() + ")";
    switch (view.step()) {
      case ROLLED_BACK, REFUSED ->
          LOG.warn(
              "order {}{}: {} {}: {}", view.id(), about, view.step(), view.code(), view.sentence());
      default -> LOG.info("order {}{}: {} {}", view.id(), about, view.step(), view.sentence());
    }
    if (view.step() == UpdateStep.CONFIRMED) {
      alarm("FirmwareUpdated", "Order " + view.id() + about + " is in force.");
    } else if (view.step() == UpdateStep.ROLLED_BACK) {
      alarm("FirmwareUpdateUndone", "Order " + view.id() + about + ": " + view.sentence());
    }
  }

  private void alarm(String type, String detail) {
    SecurityLog log = securityLog;
    if (log != null) {
      log.raise(type, "", "", detail);
    }
  }

  @Override
  public UpdateView order(UpdateOrder order) throws UpdateRefusedException {
    return desk.order(order);
  }

  @Override
  public UpdateView approve(String id) throws UpdateRefusedException {
    return desk.approve(id);
  }

  @Override
  public UpdateView cancel(String id) throws UpdateRefusedException {
    return desk.cancel(id);
  }

  @Override
  public UpdateView rollBack(String release) throws UpdateRefusedException {
    return desk.rollBack(release);
  }

  @Override
  public Optional<UpdateView> current() {
    return desk.current();
  }

  @Override
  public Optional<UpdateView> find(String id) {
    return desk.find(id);
  }

  @Override
  public List<UpdateView> history() {
    return desk.history();
  }

  @Override
  public List<InstalledRelease> installed() {
    return desk.installed();
  }

  @Override
  public List<Feature> features() {
    return desk.features();
  }

  @Override
  public UpdateView install(String feature) throws UpdateRefusedException {
    return desk.install(feature);
  }

  @Override
  public UpdateView remove(String feature) throws UpdateRefusedException {
    return desk.remove(feature);
  }

  @Override
  public Result execute() {
    if (!config.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, config.problem());
    }
    if (!problem.isEmpty()) {
      return new Result(Result.Status.CRITICAL, problem);
    }
    List<String> hanging = desk.hanging();
    if (!hanging.isEmpty()) {
      return new Result(Result.Status.WARN, String.join("; ", hanging));
    }
    Optional<UpdateView> last = desk.last();
    if (last.isPresent() && last.get().step() == UpdateStep.ROLLED_BACK) {
      return new Result(
          Result.Status.WARN, "order " + last.get().id() + " was undone: " + last.get().sentence());
    }
    String installed =
        String.join(
            ", ",
            desk.installed().stream()
                .map(r -> r.name() + " " + r.version() + " (" + r.counter() + ")")
                .toList());
    return new Result(
        Result.Status.OK,
        installed.isEmpty() ? "as the distribution came" : installed + " in force");
  }
}

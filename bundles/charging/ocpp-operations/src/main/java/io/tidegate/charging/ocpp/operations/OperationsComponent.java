package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.control.Actuator;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.control.StationCommands;
import io.tidegate.api.control.StationListener;
import io.tidegate.api.control.TokenBook;
import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.security.KeyRing;
import io.tidegate.codec.settings.LastGood;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
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
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator does with stations, as services. Without work it has no thread and no file. */
@Component(
    name = OperationsComponent.PID,
    service = {StationListener.class, TokenBook.class, Endpoint.class, HealthCheck.class},
    property = {"hc.name=ocpp-operations", "hc.tags=tidegate"})
@Designate(ocd = ConfigForm.class)
public final class OperationsComponent
    implements StationListener, TokenBook, Endpoint, HealthCheck {
  static final String PID = "io.tidegate.charging.ocpp.operations";
  private static final Logger LOG = LoggerFactory.getLogger(OperationsComponent.class);

  private final LastGood<OperationsConfig> config = new LastGood<>(OperationsConfig.DEFAULT);
  private final Stations stations = new Stations();
  private final Disk disk = new Disk();
  private final Disk fetcher = new Disk();
  private final Clock clock = Clock.systemUTC();
  private final Tickets tickets = new Tickets(clock);
  private final FileDesk desk;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile KeyRing keys;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SiteView view;

  private final Path home;

  /** With the first station or request: an idle gateway does without. */
  private volatile Workflows begun;

  private boolean ended;

  @Activate
  public OperationsComponent(BundleContext context, Map<String, Object> properties) {
    this(
        Path.of(Optional.ofNullable(context.getProperty("tidegate.home")).orElse(".")), properties);
  }

  OperationsComponent(Path home, Map<String, ?> properties) {
    this.home = home;
    modified(properties);
    desk =
        new FileDesk(
            tickets, () -> new FileServer(config::get, () -> Optional.ofNullable(keys), tickets));
  }

  private Workflows workflows() {
    Workflows now = begun;
    return now != null ? now : begin();
  }

  private synchronized Workflows begin() {
    if (ended) {
      throw new Refusal(503, "UNAVAILABLE", "The gateway is stopping.");
    }
    if (begun == null) {
      begun =
          new Workflows(
              new Around(
                  home,
                  stations,
                  disk,
                  config::get,
                  clock,
                  new RequestIds(clock.instant().getEpochSecond()),
                  new Sessions(() -> Optional.ofNullable(view), clock)),
              desk,
              fetcher);
    }
    return begun;
  }

  @Modified
  void modified(Map<String, ?> properties) {
    if (!config.offer(() -> OperationsConfig.of(properties))) {
      LOG.error("Configuration refused, the last good one stays: {}", config.problem());
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStations(StationCommands commands, Map<String, Object> properties) {
    stations.bind(commands, String.valueOf(properties.get(Actuator.NAME)));
  }

  void unbindStations(StationCommands commands) {
    stations.unbind(commands);
  }

  @Deactivate
  void deactivate() {
    Workflows last;
    synchronized (this) {
      ended = true;
      last = begun;
    }
    if (last != null) {
      last.stop();
    }
    fetcher.close();
    disk.close();
    desk.close();
  }

  @Override
  public void accepted(StationId station, boolean booted) {
    workflows().accepted(station, booted);
  }

  @Override
  public boolean wants(String action) {
    return workflows().wants(action);
  }

  @Override
  public CompletionStage<Void> said(StationId station, String action, String payload) {
    return workflows().said(station, action, payload);
  }

  @Override
  public Optional<Standing> standing(
      StationId station, int evse, String token, String type, OptionalInt reservation) {
    return workflows().tokens().standing(station, evse, token);
  }

  @Override
  public void used(StationId station, int reservation) {
    workflows().reservations().used(station, reservation);
  }

  @Override
  public List<String> routes() {
    return workflows().routes();
  }

  @Override
  public String description() {
    try (InputStream in = OperationsComponent.class.getResourceAsStream("openapi-paths.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("it is in the bundle", e);
    }
  }

  @Override
  public Reply answer(Query query) throws IOException {
    return workflows().answer(query);
  }

  @Override
  public Result execute() {
    if (!config.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, config.problem());
    }
    return Optional.ofNullable(begun)
        .flatMap(Workflows::concern)
        .map(sentence -> new Result(Result.Status.WARN, sentence))
        .orElseGet(() -> new Result(Result.Status.OK, "no station needs looking after"));
  }
}

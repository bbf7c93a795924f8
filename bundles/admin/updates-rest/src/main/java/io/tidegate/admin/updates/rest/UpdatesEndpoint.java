package io.tidegate.admin.updates.rest;

import io.tidegate.api.operation.Endpoint;
import io.tidegate.api.update.FeatureDesk;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Answers for the updater, on request threads; 503 while there is none. */
@Component(name = "io.tidegate.admin.updates.rest", service = Endpoint.class)
public final class UpdatesEndpoint implements Endpoint {
  private static final String UPDATES = "/api/v1/updates";
  private static final String ORDER = UPDATES + "/{id}";
  private static final String APPROVE = ORDER + "/approve";
  private static final String CANCEL = ORDER + "/cancel";
  private static final String RELEASES = "/api/v1/releases";
  private static final String ROLL_BACK = RELEASES + "/{name}/rollback";
  private static final String FEATURES = "/api/v1/features";
  private static final String FEATURE = FEATURES + "/{name}";

  private final Uploads uploads;
  private final Clock clock;
  private final Supplier<List<Connection>> traffic;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile UpdateDesk updates;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile FeatureDesk features;

  @Activate
  public UpdatesEndpoint(BundleContext context) {
    this(
        Path.of(Optional.ofNullable(context.getProperty("tidegate.home")).orElse("."))
            .resolve("tmp"),
        Uploads.MOST,
        Clock.systemUTC(),
        new Traffic(context));
  }

  UpdatesEndpoint(Path folder, long most, Clock clock, Supplier<List<Connection>> traffic) {
    this.uploads = new Uploads(folder, most);
    this.clock = clock;
    this.traffic = traffic;
  }

  @Deactivate
  void deactivate() {
    uploads.close();
  }

  @Override
  public List<String> routes() {
    return List.of(
        "GET " + UPDATES,
        "POST " + UPDATES,
        "GET " + ORDER,
        "POST " + APPROVE,
        "POST " + CANCEL,
        "GET " + RELEASES,
        "POST " + ROLL_BACK,
        "GET " + FEATURES,
        "PUT " + FEATURE,
        "DELETE " + FEATURE);
  }

  @Override
  public String description() {
    try (InputStream in = UpdatesEndpoint.class.getResourceAsStream("openapi-paths.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("a resource of this bundle", e);
    }
  }

  @Override
  public Reply answer(Query query) throws IOException {
    try {
      return answered(query);
    } catch (UpdateRefusedException e) {
      throw new Refusal(Codes.status(e.code()), e.code().name(), e.getMessage());
    }
  }

  private Reply answered(Query query) throws IOException, UpdateRefusedException {
    String variable = query.variables().isEmpty() ? "" : query.variables().get(0);
    return switch (query.route()) {
      case "GET " + UPDATES -> Reply.json(200, Views.updates(desk().history()));
      case "POST " + UPDATES -> order(query);
      case "GET " + ORDER -> Reply.json(200, Views.update(known(variable)));
      case "POST " + APPROVE -> accepted(desk().approve(variable));
      case "POST " + CANCEL -> accepted(desk().cancel(variable));
      case "GET " + RELEASES -> Reply.json(200, Views.releases(desk().installed()));
      case "POST " + ROLL_BACK -> accepted(desk().rollBack(variable));
      case "GET " + FEATURES -> Reply.json(200, Views.features(catalogue().features()));
      case "PUT " + FEATURE -> accepted(catalogue().install(variable));
      case "DELETE " + FEATURE -> removed(variable, query);
      default -> throw new Refusal(404, "NOT_FOUND", "There is nothing at this path.");
    };
  }

  private Reply order(Query query) throws IOException, UpdateRefusedException {
    UpdateDesk desk = desk();
    if (query.type().equals("application/json")) {
      return accepted(desk.order(Orders.ofJson(query.json(), clock.instant())));
    }
    if (!Uploads.TYPES.contains(query.type())) {
      throw new Refusal(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "The body must be an order (application/json) or an archive (application/octet-stream).");
    }
    // what is wrong with the parameters is said before half a gigabyte is sent
    UpdateOrder rehearsed = Orders.ofUpload(query, uploads.folder(), clock.instant());
    desk.current()
        .filter(current -> !current.id().equals(rehearsed.id()))
        .ifPresent(
            current -> {
              throw new Refusal(409, "BUSY", busy(current));
            });
    Path file = uploads.take(query.body(), query.parameter("sha256"));
    try {
      return accepted(desk.order(Orders.withFile(rehearsed, file)));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Reply removed(String name, Query query) throws UpdateRefusedException {
    FeatureDesk desk = catalogue();
    if (!Orders.flag("disturb", query.parameter("disturb"))) {
      desk.features().stream()
          .filter(feature -> feature.name().equals(name) && feature.installed() && !feature.fixed())
          .flatMap(feature -> Connection.ended(feature.bundles(), traffic.get()).stream())
          .findFirst()
          .ifPresent(
              ended -> {
                throw new Refusal(
                    409,
                    "IN_USE",
                    name
                        + " is in use by "
                        + ended
                        + ", and removing it cuts them off; with `disturb` it is removed all the"
                        + " same.");
              });
    }
    return accepted(desk.remove(name));
  }

  private static String busy(UpdateView current) {
    String busy = "The order " + current.id() + " is under way.";
    return current.step() == UpdateStep.WAIT
        ? busy
            + " "
            + current.sentence()
            + " `tidegate updates cancel "
            + current.id()
            + "` gives it up."
        : busy;
  }

  private static Reply accepted(UpdateView view) {
    return Reply.json(202, Views.update(view));
  }

  private UpdateView known(String id) {
    return desk()
        .find(id)
        .orElseThrow(() -> new Refusal(404, "UNKNOWN_ORDER", "There is no order of this id."));
  }

  private UpdateDesk desk() {
    return Optional.ofNullable(updates).orElseThrow(UpdatesEndpoint::absent);
  }

  private FeatureDesk catalogue() {
    return Optional.ofNullable(features).orElseThrow(UpdatesEndpoint::absent);
  }

  private static Refusal absent() {
    return new Refusal(503, "UNAVAILABLE", "The updater is not running; try again shortly.");
  }
}

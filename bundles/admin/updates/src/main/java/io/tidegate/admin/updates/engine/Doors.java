package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Before;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * What bundles serve over HTTP, compared with what they served: a servlet that moved to another
 * path is a service as before, and nobody finds it. It is asked of the HTTP server itself (OSGi
 * Whiteboard Specification for Jakarta Servlet, §140.9), and whether it answers. The gateway's API
 * is asked as an operator asks it, with the token; of others a refusal will do. The updater's
 * thread.
 */
final class Doors {
  private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";
  private static final String ENDPOINT = "osgi.http.endpoint";
  private static final Duration MOST = Duration.ofSeconds(2);

  /** Every gateway has that, for whoever has the token. */
  private static final String API = "/api/*";

  private static final String ASKED_OF_API = "/api/v1/site";
  private static final int OK = 200;
  private static final List<Integer> REFUSALS = List.of(401, 403);
  private static final int NOT_FOUND = 404;
  private static final int FAILED = 500;

  /** Somebody who is there and says so: a health check is red. */
  private static final int UNAVAILABLE = 503;

  /** What is listed of a context, and how it is called here. */
  private static final Map<String, String> KINDS =
      Map.of("servletDTOs", "servlet", "resourceDTOs", "resource", "filterDTOs", "filter");

  /** Reasons of the specification why something is not served, as far as they explain anything. */
  private static final Map<Integer, String> REASONS =
      Map.of(
          1, "there is no such context",
          2, "its context fails",
          3, "another one has its path",
          4, "its init fails",
          5, "its object cannot be made",
          6, "what it says of itself is wrong");

  private final Bundles bundles;
  private final Aside aside = new Aside(MOST);
  private final Knock knock = new Knock(MOST);
  private final Pass pass;

  Doors(Bundles bundles) {
    this.bundles = bundles;
    pass = new Pass(Path.of(bundles.property("tidegate.home").orElse(".")));
  }

  /**
   * What the server says.
   *
   * @param doors what is served
   * @param failed paths that are not, with the reason
   */
  private record Street(List<Before.Door> doors, Map<String, String> failed) {
    boolean has(Before.Door door) {
      return doors.stream()
          .anyMatch(each -> each.kind().equals(door.kind()) && each.path().equals(door.path()));
    }
  }

  /** What is served now, by any bundle; nothing where there is no HTTP server. */
  List<Before.Door> take() throws InterruptedException {
    List<Before.Door> doors = new ArrayList<>();
    for (Before.Door door : street().map(Street::doors).orElse(List.of())) {
      int status = asked(door) ? status(door.path()) : 0;
      doors.add(new Before.Door(door.kind(), door.path(), door.bundle(), door.version(), status));
    }
    return doors;
  }

  /**
   * What is not served any more, or answers worse than before; a sentence each. When the server
   * itself went nothing is said here of what it served.
   */
  Map<String, String> gone(Before before) throws InterruptedException {
    Map<String, String> gone = new HashMap<>();
    if (before.doors().isEmpty() || runtime().isEmpty()) {
      return gone;
    }
    Optional<Street> street = street();
    if (street.isEmpty()) {
      gone.put("doors", "the HTTP server does not say what it serves");
      return gone;
    }
    for (Before.Door door : before.doors()) {
      if (bundles.succeeds(door.bundle(), door.version())) {
        judge(door, street.get()).ifPresent(words -> gone.put("door " + door, words));
      }
    }
    return gone;
  }

  private Optional<String> judge(Before.Door door, Street street) throws InterruptedException {
    if (!street.has(door)) {
      String reason = street.failed().get(door.path());
      return Optional.of(
          door.bundle()
              + " does not serve "
              + door.path()
              + " any more"
              + (reason == null ? "" : ": " + reason));
    }
    if (!answers(door.status())) {
      return Optional.empty();
    }
    int now = status(door.path());
    boolean locked = door.path().equals(API) && door.status() == OK && REFUSALS.contains(now);
    if (answers(now) && !locked && (now != NOT_FOUND || door.status() == NOT_FOUND)) {
      return Optional.empty();
    }
    return Optional.of(
        door.bundle()
            + (now == 0
                ? " does not answer at " + door.path()
                : " answers with " + now + " at " + door.path())
            + ", where it answered with "
            + door.status()
            + " before");
  }

  private static boolean answers(int status) {
    return status != 0 && (status < FAILED || status == UNAVAILABLE);
  }

  /** A path that its pattern says: an ending of a file's name is none. */
  private static boolean asked(Before.Door door) {
    return door.kind().equals("servlet") && !door.path().contains("*.");
  }

  private int status(String path) throws InterruptedException {
    Optional<ServiceReference<?>> runtime = runtime();
    if (runtime.isEmpty()) {
      return 0;
    }
    Object endpoints = runtime.get().getProperty(ENDPOINT);
    String token = path.equals(API) && Knock.local(endpoints) ? pass.token().orElse("") : "";
    String asked = token.isEmpty() ? path.replace("/*", "/") : ASKED_OF_API;
    return knock.at(endpoints, asked, token);
  }

  private Optional<ServiceReference<?>> runtime() {
    return bundles.services(RUNTIME).stream().findFirst();
  }

  /** A servlet that does not come through its init may hold what the server would tell. */
  private Optional<Street> street() throws InterruptedException {
    Optional<ServiceReference<?>> runtime = runtime();
    return runtime.isEmpty()
        ? Optional.empty()
        : aside
            .ask(
                () -> bundles.ask(runtime.get(), service -> read(Dto.of(service, "getRuntimeDTO"))))
            .flatMap(street -> street);
  }

  private Street read(Dto runtime) {
    Map<Object, Bundle> owners = owners();
    List<Before.Door> doors = new ArrayList<>();
    for (Dto context : runtime.list("servletContextDTOs")) {
      String root = context.text("contextPath");
      KINDS.forEach(
          (list, kind) -> {
            for (Dto each : context.list(list)) {
              Bundle owner = owners.get(each.value("serviceId"));
              if (owner != null) {
                for (String pattern : each.texts("patterns")) {
                  doors.add(
                      new Before.Door(
                          kind,
                          path(root, pattern),
                          owner.getSymbolicName(),
                          owner.getVersion().toString(),
                          0));
                }
              }
            }
          });
    }
    Map<String, String> failed = new HashMap<>();
    for (String list : List.of("failedServletDTOs", "failedResourceDTOs", "failedFilterDTOs")) {
      for (Dto each : runtime.list(list)) {
        String reason = REASONS.get(each.value("failureReason"));
        if (reason != null) {
          each.texts("patterns").forEach(pattern -> failed.put(pattern, reason));
        }
      }
    }
    return new Street(doors.stream().distinct().toList(), failed);
  }

  private static String path(String root, String pattern) {
    return root.equals("/") ? pattern : root + pattern;
  }

  /** Bundles of services by their id. */
  private Map<Object, Bundle> owners() {
    Map<Object, Bundle> owners = new HashMap<>();
    for (ServiceReference<?> reference : bundles.services()) {
      Bundle owner = reference.getBundle();
      if (owner != null) {
        owners.put(reference.getProperty(Constants.SERVICE_ID), owner);
      }
    }
    return owners;
  }
}

package io.tidegate.admin.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the endpoint of a path and method. Immutable. */
final class Router {
  private static final Set<String> ORDINARY =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  List<Route> routes() {
    return routes;
  }

  boolean knows(String path) {
    return routes.stream().anyMatch(route -> route.match(path) != null);
  }

  /**
   * The route of a request.
   *
   * @throws ApiException 404 for an unknown path, 405 for a method that it does not have
   */
  Match find(String method, String path, HttpServletResponse response) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    Set<String> others = new TreeSet<>();
    for (Route route : routes) {
      String variable = route.match(path);
      if (variable != null && route.method().equals(wanted)) {
        return new Match(route, variable);
      }
      if (variable != null) {
        others.add(route.method());
      }
    }
    if (others.isEmpty()) {
      throw new ApiException(404, "NOT_FOUND", "There is nothing at this path.");
    }
    throw notAllowed(others, "This path", response);
  }

  /**
   * Refuses TRACE and methods that nobody knows before anything else is looked at.
   *
   * @throws ApiException 405
   */
  void checkMethod(String method, HttpServletResponse response) {
    if (!ORDINARY.contains(method)) {
      throw notAllowed(
          routes.stream().map(Route::method).collect(Collectors.toCollection(TreeSet::new)),
          "The API",
          response);
    }
  }

  private static ApiException notAllowed(
      Set<String> methods, String who, HttpServletResponse response) {
    String allowed = String.join(", ", methods);
    response.setHeader("Allow", allowed);
    return new ApiException(405, "METHOD_NOT_ALLOWED", who + " takes " + allowed + " only.");
  }

  /** A route and what stood in the place of its variable. */
  record Match(Route route, String variable) {
    Exchange exchange(HttpServletRequest request, HttpServletResponse response) {
      return new Exchange(request, response, variable);
    }
  }

  /**
   * @param path with segments {@code {…}}, which stand for any text
   * @param open needs no token
   */
  record Route(String method, String path, boolean open, Endpoint endpoint) {

    static Route get(String path, Endpoint endpoint) {
      return new Route("GET", path, false, endpoint);
    }

    /** As in a list of routes. */
    String name() {
      return method + " " + path;
    }

    /** The variables, joined by slashes; empty without any, null when the path is another one. */
    private String match(String other) {
      if (path.indexOf('{') < 0) {
        return path.equals(other) ? "" : null;
      }
      String[] own = path.split("/", -1);
      String[] asked = other.split("/", -1);
      if (own.length != asked.length) {
        return null;
      }
      List<String> variables = new ArrayList<>();
      for (int i = 0; i < own.length; i++) {
        if (own[i].startsWith("{")) {
          variables.add(asked[i]);
        } else if (!own[i].equals(asked[i])) {
          return null;
        }
      }
      return variables.contains("") ? null : String.join("/", variables);
    }
  }

  /** Answers a request on the request thread. */
  @FunctionalInterface
  interface Endpoint {
    void handle(Exchange exchange) throws IOException;
  }
}

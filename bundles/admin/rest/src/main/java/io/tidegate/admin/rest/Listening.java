package io.tidegate.admin.rest;

import java.io.IOException;
import java.net.URI;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Whether the HTTP server listens, and where. Felix HTTP only logs a port that is in use: it then
 * withdraws its runtime service, which is what is seen here.
 */
final class Listening {
  private static final String FILE = "config/org.apache.felix.http.cfg";
  private static final String PORT = "org.osgi.service.http.port";

  private Listening() {}

  /** What is wrong, one sentence; empty when nothing is. */
  static String problem(List<String> endpoints, Optional<ConfigurationAdmin> configurations) {
    if (endpoints.isEmpty()) {
      return "The HTTP server does not listen"
          + configurations.map(Listening::address).orElse("")
          + ": is the port in use? See "
          + FILE
          + ", field "
          + PORT;
    }
    for (String endpoint : endpoints) {
      if (open(endpoint)) {
        return "The HTTP server listens without TLS on "
            + endpoint
            + ", where the API refuses to serve: set org.apache.felix.https.enable, or"
            + " org.apache.felix.http.host to 127.0.0.1, in "
            + FILE;
      }
    }
    return "";
  }

  private static boolean open(String endpoint) {
    if (endpoint.startsWith("https:")) {
      return false;
    }
    try {
      String host = URI.create(endpoint).getHost();
      return host == null || !Gate.loopback(host);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static String address(ConfigurationAdmin admin) {
    try {
      Configuration[] found = admin.listConfigurations("(service.pid=org.apache.felix.http)");
      if (found == null) {
        return "";
      }
      Dictionary<String, Object> fields = found[0].getProperties();
      return " on " + fields.get("org.apache.felix.http.host") + ":" + fields.get(PORT);
    } catch (IOException | InvalidSyntaxException e) {
      return "";
    }
  }
}

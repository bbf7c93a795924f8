package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an action asks for.
 *
 * @param install what the server says about the installation
 * @param archive the one deployment package; null when {@link #flaw} says why there is none
 * @param flaw why it cannot be carried out, a sentence; empty when it can
 */
record Deployment(String action, Urge download, Urge install, Archive archive, String flaw) {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
  private static final int MOST_MODULES = 100;

  /** How urgent it is to the server. */
  enum Urge {
    /** Not with this action: it is to be downloaded only. */
    NEVER,
    /** Not now: outside its maintenance window. */
    SKIP,
    /** As it suits the gateway. */
    ATTEMPT,
    FORCED
  }

  /**
   * A file of the action.
   *
   * @param length bytes; -1 when the server does not say
   * @param sha256 empty when the server does not say
   */
  record Archive(String name, URI uri, long length, String sha256) {}

  /**
   * Reads a document of deploymentBase or confirmationBase.
   *
   * @param base what links are relative to
   */
  static Deployment of(JsonNode document, String part, URI base) {
    String action = document.path("id").asText("");
    JsonNode body = document.path(part);
    List<JsonNode> artifacts = new ArrayList<>();
    int modules = 0;
    for (JsonNode chunk : body.path("chunks")) {
      modules++;
      chunk.path("artifacts").forEach(artifacts::add);
    }
    Urge download = urge(body.path("download"));
    Urge install = install(body);
    if (modules > MOST_MODULES || artifacts.size() != 1) {
      return new Deployment(action, download, install, null, wrongNumber(artifacts));
    }
    JsonNode one = artifacts.get(0);
    String name = one.path("filename").asText("");
    if (!name.toLowerCase(Locale.ROOT).endsWith(".dp")) {
      String flaw = "The file of the action is no deployment package (.dp): " + name;
      return new Deployment(action, download, install, null, flaw);
    }
    URI uri = link(one.path("_links"), base);
    if (uri == null) {
      String flaw = "The server says of no place where " + name + " can be had.";
      return new Deployment(action, download, install, null, flaw);
    }
    String sha256 = one.path("hashes").path("sha256").asText("");
    boolean digest = sha256.matches("[0-9A-Fa-f]{64}");
    long length = one.path("size").isIntegralNumber() ? one.path("size").asLong() : -1;
    return new Deployment(
        action, download, install, new Archive(name, uri, length, digest ? sha256 : ""), "");
  }

  private static String wrongNumber(List<JsonNode> artifacts) {
    return "An action must hold exactly one file, the deployment package (.dp) of a release; this"
        + " one holds "
        + artifacts.size()
        + ".";
  }

  /** Without a window that could open, skipping is for good. */
  private static Urge install(JsonNode body) {
    Urge urge = urge(body.path("update"));
    String window = body.path("maintenanceWindow").asText("");
    if ("unavailable".equalsIgnoreCase(window)) {
      return Urge.SKIP;
    }
    return urge == Urge.SKIP && window.isEmpty() ? Urge.NEVER : urge;
  }

  private static Urge urge(JsonNode text) {
    return switch (text.asText("").toLowerCase(Locale.ROOT)) {
      case "forced" -> Urge.FORCED;
      case "skip" -> Urge.SKIP;
      default -> Urge.ATTEMPT;
    };
  }

  /** The link over TLS if there is one; null when no link is an address. */
  private static URI link(JsonNode links, URI base) {
    for (String relation : List.of("download", "download-http")) {
      String href = links.path(relation).path("href").asText("");
      if (!href.isEmpty()) {
        try {
          URI uri = base.resolve(new URI(href)).parseServerAuthority();
          if (uri.getHost() != null) {
            return uri;
          }
        } catch (URISyntaxException e) {
          LOG.warn("hawkBit: the link {} is no address", relation);
        }
      }
    }
    return null;
  }
}

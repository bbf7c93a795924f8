package io.tidegate.itests.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Certificates.Held;
import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Where a row behind TLS is walked. What it does comes from a source address of its own, so that
 * the security events that it brings about are known from others.
 *
 * @param names gives out stations and source addresses
 * @param authority of the gateway
 * @param stations authority of its stations
 */
record SecuredScene(Scene names, Certificates authority, Certificates stations) {
  private static final Duration SOON = Duration.ofSeconds(30);

  Gateway gateway() {
    return names.gateway();
  }

  Version version() {
    return names.version();
  }

  /** A certificate that the gateway believes. */
  Held certificate(String commonName) throws Exception {
    return stations.issue("CN=" + commonName + ",O=" + SecuredSite.OPERATOR, "EC");
  }

  /** A socket on which nothing is said yet. */
  Attacker socket(String source) throws IOException {
    return new Attacker(names.port(), source, 0);
  }

  /**
   * A station over TLS, nothing said yet: the handshake comes with the first byte.
   *
   * @param own its certificate; null for none
   * @param protocols versions of TLS; none for those that Java speaks
   */
  HostileStation station(String source, String identity, Held own, String... protocols)
      throws Exception {
    // made before the socket: the time that the gateway gives a peer runs from there
    SSLContext context = Certificates.tls(authority, own);
    Socket plain = Attacker.connected(names.port(), source, 0);
    return new HostileStation(tls(context, plain, protocols), version(), identity);
  }

  /** TLS over a socket that is connected. */
  static SSLSocket tls(SSLContext context, Socket plain, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, "gateway", plain.getPort(), true);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  /** A new station with its own certificate, accepted. */
  HostileStation booted() throws Exception {
    String identity = names.identity();
    return station("127.0.0.1", identity, certificate(identity)).open().boot();
  }

  /** Waits until events of that type have come from the source so many times. */
  void event(String type, String source, int times) throws Exception {
    Await.until(
        type + " of " + source + " " + times + " times",
        SOON,
        () -> {
          JsonNode all = gateway().rest().get("/api/v1/security-events?limit=1000").body();
          int seen = 0;
          for (JsonNode event : all.path("events")) {
            if (event.path("type").asText().equals(type)
                && event.path("remote").asText().startsWith(source + ":")) {
              seen += event.path("count").asInt();
            }
          }
          return seen >= times;
        },
        gateway()::story);
  }

  /**
   * Waits for a failed handshake of the source in the log. Strangers have twenty lines a second
   * among them, which an earlier row may have used up: then it fails once more.
   */
  void logged(String source, Failing again) throws InterruptedException {
    Await.until(
        "TLS_ERR_HANDSHAKE of " + source,
        SOON,
        () -> {
          boolean there = gateway().home().log().contains("TLS_ERR_HANDSHAKE /" + source + ":");
          if (!there) {
            again.handshake();
          }
          return there;
        });
  }

  /** A handshake that fails. */
  @FunctionalInterface
  interface Failing {
    void handshake() throws Exception;
  }
}

package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.security.TlsFiles;
import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The validated configuration. Immutable; durations in ns. */
record TransportConfig(
    Address address,
    Security security,
    Optional<TlsPlan> tls,
    Limits limits,
    Compression compression,
    Timing timing,
    int ioThreads,
    boolean nativeIo) {

  /**
   * Where to listen.
   *
   * @param path begins and ends with a slash
   */
  record Address(String host, int port, String path) {}

  /**
   * Who is let in.
   *
   * @param minimumProfile OCPP security profile, 0–3
   * @param open unknown identities are let in
   * @param certificates which certificate belongs to which station
   */
  record Security(
      int minimumProfile,
      boolean open,
      Path credentials,
      int failuresPerMinute,
      Path certificates) {}

  /** Whether stations present certificates. */
  enum ClientAuth {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /** Who may connect without being known. */
  enum Onboarding {
    CLOSED,
    OPEN
  }

  /**
   * How TLS is spoken.
   *
   * @param organization O that stations' certificates must name; empty: any
   * @param handshakes most that are worked on at a time
   */
  record TlsPlan(
      TlsFiles files,
      ClientAuth clientAuth,
      boolean rsaSuites,
      String organization,
      int handshakes) {}

  /** Bounds of what a peer can make us keep: bytes, messages, frames a second. */
  record Limits(
      int messageBytes,
      int fragments,
      int controlPerSecond,
      int messagesPerSecond,
      int inbound,
      int outbound,
      int writeQueueBytes,
      int freeReconnects,
      int connections) {}

  /**
   * Whether messages may be compressed (RFC 7692), for stations that connect from now on.
   *
   * @param from bytes of the shortest message that we compress
   */
  record Compression(boolean offered, int from) {}

  /** Deadlines, ns. */
  record Timing(
      long handshakeNanos,
      long frameNanos,
      long pingNanos,
      long idleNanos,
      long dialectGapNanos,
      long stageNanos) {}

  /**
   * Reads and checks the properties.
   *
   * @param home folder that relative files are below
   * @throws io.tidegate.codec.settings.SettingsException naming file and field
   */
  static TransportConfig of(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(OcppTransport.PID, properties);
    String path = in.text("path", "/");
    if (!path.startsWith("/") || !path.endsWith("/")) {
      in.problem("path", "must begin and end with /, got \"" + path + '"');
    }
    Address address =
        new Address(in.text("host", "127.0.0.1"), in.integer("port", 9000, 0, 65535), path);
    Onboarding onboarding = in.choice("onboarding", Onboarding.class, Onboarding.CLOSED);
    Security security =
        new Security(
            in.integer("security.minimum", 2, 0, 3),
            onboarding == Onboarding.OPEN,
            home.resolve(in.text("auth.file", "config/stations.passwd")),
            in.integer("auth.failures.per.minute", 30, 1, 100_000),
            home.resolve(in.text("auth.certificates.file", "config/stations.certificates")));
    Optional<TlsPlan> tls = tls(in, security.minimumProfile());
    Limits limits = limits(in);
    Compression compression =
        new Compression(
            in.flag("ws.compression", true),
            in.integer("ws.compression.from", 512, 0, 16 * 1024 * 1024));
    Timing timing = timing(in);
    int ioThreads = in.integer("io.threads", 2, 1, 64);
    boolean nativeIo = in.flag("io.native", true);
    in.check();
    return new TransportConfig(
        address, security, tls, limits, compression, timing, ioThreads, nativeIo);
  }

  private static Optional<TlsPlan> tls(Settings in, int minimumProfile) {
    List<String> keys = in.list("tls.keystore");
    List<String> trusted = in.list("tls.truststore");
    String password = in.text("tls.password.file", "");
    ClientAuth clientAuth = in.choice("tls.client.auth", ClientAuth.class, ClientAuth.NONE);
    boolean rsaSuites = in.flag("tls.rsa.suites", false);
    String organization = in.text("tls.client.organization", "");
    int handshakes = in.integer("tls.handshakes.max", 256, 1, 10_000);
    if (keys.isEmpty()) {
      if (minimumProfile == 3 || clientAuth != ClientAuth.NONE) {
        in.problem("tls.keystore", "is missing, but security profile 3 needs TLS");
      }
      return Optional.empty();
    }
    if (password.isEmpty() && !keys.stream().allMatch(TransportConfig::needsNoPassword)) {
      in.problem("tls.password.file", "is missing, but tls.keystore is set");
    }
    if (clientAuth != ClientAuth.NONE && trusted.isEmpty()) {
      in.problem("tls.truststore", "is missing, but tls.client.auth asks for certificates");
    }
    if (minimumProfile == 3 && clientAuth == ClientAuth.NONE) {
      in.problem("tls.client.auth", "must be optional or required when security.minimum is 3");
    }
    TlsFiles files = new TlsFiles(keys, password, trusted);
    return Optional.of(new TlsPlan(files, clientAuth, rsaSuites, organization, handshakes));
  }

  private static boolean needsNoPassword(String name) {
    return name.endsWith(".pem") || name.startsWith("pkcs11:");
  }

  private static Limits limits(Settings in) {
    return new Limits(
        in.integer("ws.message.max", 256 * 1024, 1024, 16 * 1024 * 1024),
        in.integer("ws.fragments.max", 1024, 1, 65_536),
        in.integer("ws.control.per.second", 20, 1, 10_000),
        in.integer("ws.messages.per.second", 200, 1, 100_000),
        in.integer("mailbox.inbound.max", 64, 1, 4096),
        in.integer("mailbox.outbound.max", 64, 1, 4096),
        in.integer("write.queue.max", 1024 * 1024, 16 * 1024, 64 * 1024 * 1024),
        in.integer("reconnect.free", 5, 0, 1000),
        in.integer("connections.max", 20_000, 1, 100_000));
  }

  private static Timing timing(Settings in) {
    int pingMs = in.integer("ping.interval.ms", 30_000, 100, 3_600_000);
    int idleMs = in.integer("idle.timeout.ms", 0, 0, 7_200_000);
    if (idleMs != 0 && idleMs <= pingMs) {
      in.problem("idle.timeout.ms", "must be longer than ping.interval.ms, or 0");
    }
    return new Timing(
        nanos(in.integer("handshake.timeout.ms", 10_000, 100, 60_000)),
        nanos(in.integer("frame.timeout.ms", 30_000, 100, 600_000)),
        nanos(pingMs),
        nanos(idleMs == 0 ? 2 * pingMs : idleMs),
        nanos(in.integer("dialect.gap.ms", 60_000, 0, 3_600_000)),
        nanos(in.integer("dialect.stage.ms", 30_000, 100, 600_000)));
  }

  private static long nanos(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}

package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The validated configuration. Immutable; durations in ns. */
record TransportConfig(
    List<DoorPlan> doors,
    Tls tls,
    Optional<TlsPlan> keys,
    Profile profile,
    boolean labPlain,
    Limits limits,
    Timing timing,
    int ioThreads) {
  static final int SDP_PORT = 15118;
  private static final Pattern DOOR =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._*+-]{0,47})@([^:/\\s]+)(?::(\\d{1,5}))?(?:/(\\d{1,5}))?");

  TransportConfig {
    doors = List.copyOf(doors);
  }

  /**
   * Where vehicles at an EVSE are listened for.
   *
   * @param iface network interface by its name
   * @param sdpPort UDP
   * @param port TCP; 0: any
   */
  record DoorPlan(EvseId evse, String iface, int sdpPort, int port) {}

  /** Whether connections are TLS. */
  enum Tls {
    /** All. */
    REQUIRED,
    /** Those of vehicles that ask for it; the others speak DIN 70121 or ISO 15118-2. */
    OPTIONAL,
    /** None. */
    OFF
  }

  /** What of TLS is accepted. */
  enum Profile {
    /** What the standards say. */
    STRICT,
    /** What vehicles do. */
    FIELD
  }

  /**
   * Keys and certificates of TLS. Paths as in {@link io.tidegate.api.security.TlsFiles}.
   *
   * @param keystore one key with its chain each, in order of preference
   * @param truststore roots that vehicles' certificates lead to
   * @param crls revocation lists for vehicles' chains
   * @param ocsp responses for our own chains in DER, or folders of them
   */
  record TlsPlan(
      List<String> keystore,
      String passwordFile,
      List<String> truststore,
      List<Path> crls,
      List<Path> ocsp) {
    TlsPlan {
      keystore = List.copyOf(keystore);
      truststore = List.copyOf(truststore);
      crls = List.copyOf(crls);
      ocsp = List.copyOf(ocsp);
    }
  }

  /** Bounds of what a peer can make us keep or do. */
  record Limits(
      int messageBytes,
      int writeQueueBytes,
      int connections,
      int answersPerSecond,
      int messagesPerSecond) {}

  /** Deadlines, ns. */
  record Timing(long setupNanos, long dialectGapNanos) {}

  /**
   * Reads and checks the properties.
   *
   * @param home folder that relative files are below
   * @throws io.tidegate.codec.settings.SettingsException naming file and field
   */
  static TransportConfig of(Map<String, ?> properties, Path home) {
    Settings in = Settings.of(V2gtpTransport.PID, properties);
    List<DoorPlan> doors = doors(in);
    Tls tls = in.choice("tls", Tls.class, Tls.REQUIRED);
    Optional<TlsPlan> keys = keys(in, home);
    if (!doors.isEmpty() && tls != Tls.OFF && keys.isEmpty()) {
      in.problem("tls.keystore", "is missing, but tls is not off");
    }
    Profile profile = in.choice("tls.profile", Profile.class, Profile.STRICT);
    boolean labPlain = in.flag("lab.plain", false);
    Limits limits =
        new Limits(
            in.integer("message.max", 64 * 1024, 1024, 1024 * 1024),
            in.integer("write.queue.max", 256 * 1024, 16 * 1024, 16 * 1024 * 1024),
            in.integer("connections.max", 4, 1, 64),
            in.integer("sdp.per.second", 20, 1, 10_000),
            in.integer("messages.per.second", 200, 20, 10_000));
    Timing timing =
        new Timing(
            TimeUnit.MILLISECONDS.toNanos(in.integer("setup.timeout.ms", 20_000, 100, 120_000)),
            TimeUnit.MILLISECONDS.toNanos(in.integer("dialect.gap.ms", 5_000, 0, 60_000)));
    int ioThreads = in.integer("io.threads", 1, 1, 16);
    in.check();
    return new TransportConfig(doors, tls, keys, profile, labPlain, limits, timing, ioThreads);
  }

  private static List<DoorPlan> doors(Settings in) {
    List<DoorPlan> doors = new ArrayList<>();
    for (String text : in.list("doors")) {
      Matcher door = DOOR.matcher(text);
      if (!door.matches()) {
        in.problem("doors", "\"" + text + "\" is not EVSE@interface[:sdp port][/tcp port]");
        continue;
      }
      int sdpPort = door.group(3) == null ? SDP_PORT : Integer.parseInt(door.group(3));
      int port = door.group(4) == null ? 0 : Integer.parseInt(door.group(4));
      DoorPlan plan = new DoorPlan(new EvseId(door.group(1)), door.group(2), sdpPort, port);
      if (sdpPort < 1 || sdpPort > 65_535 || port > 65_535) {
        in.problem("doors", "a port of \"" + text + "\" is not from 1 to 65535");
      }
      for (DoorPlan other : doors) {
        if (other.evse().equals(plan.evse())) {
          in.problem("doors", plan.evse() + " has two doors");
        } else if (other.iface().equals(plan.iface()) && other.sdpPort() == sdpPort) {
          in.problem("doors", plan.iface() + " has two EVSEs at port " + sdpPort);
        }
      }
      doors.add(plan);
    }
    return doors;
  }

  private static Optional<TlsPlan> keys(Settings in, Path home) {
    List<String> keystore = in.list("tls.keystore");
    if (keystore.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsPlan(
            keystore,
            in.text("tls.password.file", ""),
            in.list("tls.truststore"),
            in.list("tls.crls").stream().map(home::resolve).toList(),
            in.list("tls.ocsp").stream().map(home::resolve).toList()));
  }
}

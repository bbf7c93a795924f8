package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.security.TlsFiles;
import io.tidegate.codec.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The validated configuration. Immutable.
 *
 * @param modelBytes most of a report that is kept
 */
record OperationsConfig(long modelBytes, Files files, Keeping keeping) {
  static final OperationsConfig DEFAULT = of(Map.of());
  private static final long MIB = 1_024L * 1_024;

  /**
   * Where stations fetch and put files.
   *
   * @param url that stations know it by, ending with a slash; empty: of host and port
   * @param plain without TLS on other addresses than loopback
   * @param bytesPerSecond of all connections together, each way
   */
  record Files(
      String host,
      int port,
      String url,
      Optional<TlsFiles> tls,
      boolean plain,
      int connections,
      long bytesPerSecond) {}

  /**
   * What is kept, and how long a station may take.
   *
   * @param firmwareBytes longest firmware
   * @param firmwares most of them
   * @param logBytes longest log of a station
   * @param logs kept of a station
   * @param freeBytes of the disk that neither may take
   */
  record Keeping(
      long firmwareBytes,
      int firmwares,
      Duration firmwareTimeout,
      long logBytes,
      int logs,
      Duration logTimeout,
      long freeBytes) {}

  /**
   * @throws io.tidegate.codec.settings.SettingsException naming file and field
   */
  static OperationsConfig of(Map<String, ?> properties) {
    Settings in = Settings.of(OperationsComponent.PID, properties);
    long modelBytes = 1_024L * in.integer("report.max.kib", 4_096, 64, 65_536);
    Files files = files(in);
    Keeping keeping =
        new Keeping(
            MIB * in.integer("firmware.max.mib", 256, 1, 4_096),
            in.integer("firmware.keep", 10, 1, 1_000),
            Duration.ofMinutes(in.integer("firmware.timeout.min", 120, 1, 10_080)),
            MIB * in.integer("log.max.mib", 64, 1, 4_096),
            in.integer("log.keep", 5, 1, 1_000),
            Duration.ofMinutes(in.integer("log.timeout.min", 30, 1, 1_440)),
            MIB * in.integer("disk.free.mib", 256, 0, 1_048_576));
    in.check();
    return new OperationsConfig(modelBytes, files, keeping);
  }

  private static Files files(Settings in) {
    String url = in.text("files.url", "");
    boolean web = url.startsWith("http://") || url.startsWith("https://");
    if (!url.isEmpty() && !(web && url.endsWith("/"))) {
      in.problem("files.url", "must begin with http:// or https:// and end with /");
    }
    List<String> keys = in.list("files.tls.keystore");
    Optional<TlsFiles> tls =
        keys.isEmpty()
            ? Optional.empty()
            : Optional.of(new TlsFiles(keys, in.text("files.tls.password.file", ""), List.of()));
    return new Files(
        in.text("files.host", "127.0.0.1"),
        in.integer("files.port", 9180, 0, 65_535),
        url,
        tls,
        in.flag("files.plain", false),
        in.integer("files.connections.max", 32, 1, 10_000),
        1_024L * in.integer("files.rate.kib", 8_192, 16, 1_048_576));
  }
}

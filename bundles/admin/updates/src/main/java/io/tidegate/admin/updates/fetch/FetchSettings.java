package io.tidegate.admin.updates.fetch;

import io.tidegate.api.security.TlsFiles;
import io.tidegate.codec.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How archives are fetched.
 *
 * @param bytesPerSecond at most; 0 without a limit
 * @param maxBytes length that is refused beyond
 * @param reserveBytes left free on the disk
 * @param attempts in a row that bring nothing new, before it is given up
 * @param trust whom to trust beside the authorities of Java
 * @param own our key, where a server wants a certificate of ours; without keys there is none
 * @param insecureHttp whether headers of orders may be sent over http to other machines
 */
public record FetchSettings(
    long bytesPerSecond,
    long maxBytes,
    long reserveBytes,
    int attempts,
    Deadlines deadlines,
    Optional<Trust> trust,
    TlsFiles own,
    boolean insecureHttp) {
  private static final long MEGABYTE = 1L << 20;

  /**
   * How long is waited.
   *
   * @param idle for an answer, and without a byte of it
   * @param total for the whole of it, pauses included, since the last start of the gateway
   */
  public record Deadlines(
      Duration connect,
      Duration idle,
      Duration total,
      Duration backOffMin,
      Duration backOffMax,
      Duration retryAfterMax) {}

  /**
   * A file with authorities.
   *
   * @param file PEM, or PKCS#12 when its name ends with {@code .p12} or {@code .pfx}
   * @param passwordFile its first line opens a PKCS#12 store
   */
  public record Trust(Path file, Optional<Path> passwordFile) {}

  /** Reads the fields {@code fetch.*}; problems are gathered in {@code in}. */
  public static FetchSettings of(Settings in, Path home) {
    Deadlines deadlines =
        new Deadlines(
            in.millis("fetch.connect.ms", 10_000, 100, 120_000),
            in.millis("fetch.idle.ms", 30_000, 100, 600_000),
            Duration.ofMinutes(in.integer("fetch.total.minutes", 1_440, 1, 43_200)),
            in.millis("fetch.backoff.min.ms", 1_000, 10, 600_000),
            in.millis("fetch.backoff.max.ms", 300_000, 10, 86_400_000),
            Duration.ofHours(1));
    if (deadlines.backOffMax.compareTo(deadlines.backOffMin) < 0) {
      in.problem("fetch.backoff.max.ms", "must not be less than fetch.backoff.min.ms");
    }
    return new FetchSettings(
        in.integer("fetch.kilobytes.per.s", 0, 0, 1_000_000) * 1_000L,
        in.integer("fetch.max.megabytes", 512, 1, 4_096) * MEGABYTE,
        in.integer("fetch.reserve.megabytes", 64, 1, 65_536) * MEGABYTE,
        in.integer("fetch.attempts", 20, 1, 1_000),
        deadlines,
        trust(in, home),
        own(in),
        in.flag("fetch.insecure.http", false));
  }

  private static TlsFiles own(Settings in) {
    List<String> keys = in.list("fetch.keystore");
    String password = in.text("fetch.keystore.password.file", "");
    if (keys.isEmpty() && !password.isEmpty()) {
      in.problem("fetch.keystore.password.file", "is of no use without fetch.keystore");
    }
    return new TlsFiles(keys, password, List.of());
  }

  private static Optional<Trust> trust(Settings in, Path home) {
    String file = in.text("fetch.truststore", "");
    String password = in.text("fetch.truststore.password.file", "");
    if (file.isEmpty()) {
      if (!password.isEmpty()) {
        in.problem("fetch.truststore.password.file", "is of no use without fetch.truststore");
      }
      return Optional.empty();
    }
    Optional<Path> opens =
        password.isEmpty() ? Optional.empty() : Optional.of(home.resolve(password));
    return Optional.of(new Trust(home.resolve(file), opens));
  }
}

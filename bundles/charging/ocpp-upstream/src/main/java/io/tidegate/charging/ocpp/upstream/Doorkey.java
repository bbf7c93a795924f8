package io.tidegate.charging.ocpp.upstream;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.SecretCodec;
import io.tidegate.api.security.SecretUnreadableException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Passwords, keys and trust for upstream connections, read anew for each of them: what is replaced
 * counts from the next connection on. Blocks; thread-safe. What cannot be had is a {@link
 * Hindrance}.
 */
final class Doorkey {
  /** Those of OCPP A00.FR.318 and A00.FR.421, and TLS 1.3's. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  private static final String UNRESERVED = "-._~";

  private final Supplier<Optional<KeyRing>> ring;
  private final Supplier<Optional<SecretCodec>> secrets;
  private final Map<TlsFiles, Made> made = new ConcurrentHashMap<>();

  private record Made(long version, SslContext context) {}

  /**
   * @param secrets of a host that keeps passwords encrypted
   */
  Doorkey(Supplier<Optional<KeyRing>> ring, Supplier<Optional<SecretCodec>> secrets) {
    this.ring = ring;
    this.secrets = secrets;
  }

  /** An identity as the one segment of a path (part 4 §3.1.1). */
  static String segment(String identity) {
    StringBuilder out = new StringBuilder("./");
    for (byte b : identity.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return out.toString();
  }

  Optional<String> password(UpstreamSettings upstream, String station) {
    Optional<Path> file = upstream.access().passwords();
    if (file.isEmpty()) {
      return field(upstream.access().password());
    }
    Optional<String> found = Optional.empty();
    try {
      for (String line : Files.readAllLines(file.get())) {
        int colon = line.indexOf(':');
        String who = colon < 0 || line.startsWith("#") ? "" : line.substring(0, colon).strip();
        if (who.equals(station)) {
          return Optional.of(line.substring(colon + 1));
        }
        if (who.equals("*")) {
          found = Optional.of(line.substring(colon + 1));
        }
      }
    } catch (IOException e) {
      throw new Hindrance(
          "field password.file: " + file.get().getFileName() + " cannot be read", e);
    }
    if (found.isEmpty()) {
      throw new Hindrance(
          "field password.file: " + file.get().getFileName() + " has no line for " + station);
    }
    return found;
  }

  /** The field itself, as the host keeps it. */
  private Optional<String> field(String kept) {
    Optional<SecretCodec> codec = secrets.get();
    if (kept.isEmpty() || codec.isEmpty()) {
      return Optional.of(kept).filter(password -> !password.isEmpty());
    }
    try {
      return Optional.of(new String(codec.get().reveal(kept)))
          .filter(password -> !password.isEmpty());
    } catch (SecretUnreadableException e) {
      throw new Hindrance("field password: " + e.getMessage(), e);
    }
  }

  SslContext tls(UpstreamSettings upstream) {
    TlsFiles files = upstream.access().tls();
    try {
      if (files.keys().isEmpty() && files.trusted().isEmpty()) {
        return made.computeIfAbsent(files, f -> new Made(0, javasOwn())).context;
      }
      KeyRing now = ring.get().orElseThrow(() -> new Hindrance("the key store is not there yet"));
      TlsMaterial material = now.read(files);
      Made before = made.get(files);
      if (before != null && before.version == material.version()) {
        return before.context;
      }
      SslContext context = context(files, material);
      made.put(files, new Made(material.version(), context));
      return context;
    } catch (KeyRingException | SSLException e) {
      throw new Hindrance(e.getMessage(), e);
    }
  }

  private static SslContextBuilder builder() {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
  }

  private static SslContext javasOwn() {
    try {
      return builder().build();
    } catch (SSLException e) {
      throw new Hindrance("TLS is not available", e);
    }
  }

  private static SslContext context(TlsFiles files, TlsMaterial material) throws SSLException {
    SslContextBuilder builder = builder();
    if (!files.trusted().isEmpty()) {
      builder.trustManager(material.trusted());
    }
    if (!files.keys().isEmpty()) {
      builder.keyManager(material.keys());
    }
    return builder.build();
  }
}

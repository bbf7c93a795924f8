package io.tidegate.api.security;

import java.time.Instant;
import java.util.List;

/**
 * Keys and trusted certificates by file or token. A service of {@code core/keys}; any thread but an
 * I/O thread, since it reads files.
 */
public interface KeyRing {

  /**
   * What the files hold; read again when one of them has changed. While a replacement is broken the
   * last good material is returned and the health check is red with file and reason. Cheap when
   * nothing has changed: ask every other second.
   *
   * @throws KeyRingException when there is no good material yet
   */
  TlsMaterial read(TlsFiles files) throws KeyRingException;

  /** Nobody asks for these files any more: their problems and expiries are nobody's concern. */
  void forget(TlsFiles files);

  /** Reads everything anew at the next {@link #read}, changed or not. Never blocks. */
  void reload();

  /** All certificates in use, soonest expiry first. Without I/O. */
  List<Entry> certificates();

  /**
   * A certificate in use.
   *
   * @param source file or token it came from
   * @param trusted it is an authority's that peers are checked against; else it is our own
   */
  record Entry(
      String source,
      boolean trusted,
      String subject,
      String issuer,
      String serialNumber,
      Instant notBefore,
      Instant notAfter) {}
}

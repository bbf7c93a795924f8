package io.tidegate.charging.vehicle.classic;

import io.tidegate.charging.vehicle.dialect.Event;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.security.cert.X509Certificate;

/** What the machine asks of its surroundings. */
public final class Questions {
  private Questions() {}

  /**
   * Whether a contract certificate was revoked; the answer is a {@link
   * io.tidegate.api.security.OcspStatus.Status}.
   */
  public record Revocation(X509Certificate certificate, X509Certificate issuer)
      implements Event.Question {}

  /**
   * A contract certificate; the answer is {@link Bytes}, a response of the same kind that can be
   * read.
   *
   * @param request the vehicle's, as it came
   */
  public record Certificate(Kind kind, Bytes request) implements Event.Question {}
}

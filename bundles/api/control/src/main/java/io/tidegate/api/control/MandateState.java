package io.tidegate.api.control;

import io.tidegate.api.site.MandateSource;
import java.time.Instant;

/** A mandate source and its last sign of life; {@link Instant#EPOCH} when there was none. */
public record MandateState(MandateSource source, Instant lastKeepAlive) {

  /**
   * Local sources are always alive; others while their keep-alive is no older than the source
   * allows.
   */
  public boolean alive(Instant now) {
    return source.kind() == MandateSource.Kind.LOCAL
        || !now.isAfter(lastKeepAlive.plus(source.keepAlive()));
  }
}

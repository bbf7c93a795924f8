package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.control.SiteInput;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says so when an input that no answer hangs on could not be delivered. */
final class Undelivered {
  private static final Logger LOG = LoggerFactory.getLogger(Undelivered.class);

  private Undelivered() {}

  static void log(CompletionStage<Void> delivery, SiteInput input) {
    delivery.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.error("{} was not delivered: {}", input, failure.getMessage());
          }
        });
  }
}

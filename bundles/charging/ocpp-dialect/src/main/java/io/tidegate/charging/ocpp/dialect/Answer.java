package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.Violation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An answer to a station's request.
 *
 * @param response its payload
 * @param then done when the answer has been handed to the socket
 */
record Answer(Record response, Runnable then) {

  static CompletionStage<Answer> of(Record response) {
    return CompletableFuture.completedStage(new Answer(response, () -> {}));
  }

  /** A CALLERROR instead. */
  static CompletionStage<Answer> refuse(Violation violation) {
    return CompletableFuture.failedStage(violation);
  }
}

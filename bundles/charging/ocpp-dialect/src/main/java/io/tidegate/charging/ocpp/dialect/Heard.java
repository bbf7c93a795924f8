package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Request;
import java.util.function.UnaryOperator;

/**
 * A station's request as the engine understands it.
 *
 * @param call as it came; its payload is what the ledger keeps
 * @param message what it means, a record of 2.1
 * @param answer turns the response of 2.1 into the version's own
 */
public record Heard(Frame.Call call, Request message, UnaryOperator<Record> answer) {

  /** A version that needs no interpreter. */
  public static Heard asItIs(Frame.Call call) {
    return new Heard(call, call.message(), UnaryOperator.identity());
  }
}

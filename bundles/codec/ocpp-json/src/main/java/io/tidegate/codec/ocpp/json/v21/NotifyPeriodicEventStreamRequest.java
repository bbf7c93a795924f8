package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/**
 * Values of a stream; nobody answers it (N15).
 *
 * @param pending values that are still to come
 */
public record NotifyPeriodicEventStreamRequest(
    int id, int pending, Stamp basetime, List<StreamDataElement> data) implements Request {
  public NotifyPeriodicEventStreamRequest {
    data = List.copyOf(data);
  }
}

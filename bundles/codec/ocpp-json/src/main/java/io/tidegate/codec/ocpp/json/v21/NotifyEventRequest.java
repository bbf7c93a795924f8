package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/** Events of monitored components (N07). */
public record NotifyEventRequest(
    Stamp generatedAt, boolean tbc, int seqNo, List<EventData> eventData) implements Request {
  public NotifyEventRequest {
    eventData = List.copyOf(eventData);
  }
}

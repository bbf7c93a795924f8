package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import java.util.List;

/** A grid support function has begun or ended (R04). */
public record NotifyDERStartStopRequest(
    String controlId, boolean started, Stamp timestamp, List<String> supersededIds)
    implements Request {
  public NotifyDERStartStopRequest {
    supersededIds = List.copyOf(supersededIds);
  }
}

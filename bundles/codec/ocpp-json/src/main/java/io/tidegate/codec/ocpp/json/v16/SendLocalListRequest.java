package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Tokens that may charge without asking. */
public record SendLocalListRequest(
    int listVersion, UpdateType updateType, List<AuthorizationData> localAuthorizationList)
    implements Request {
  public SendLocalListRequest {
    localAuthorizationList = List.copyOf(localAuthorizationList);
  }
}

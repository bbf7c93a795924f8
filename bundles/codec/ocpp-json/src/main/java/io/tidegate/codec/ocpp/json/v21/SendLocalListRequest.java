package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;
import java.util.List;

/** Tokens that may charge without asking (D01). */
public record SendLocalListRequest(
    int versionNumber, UpdateType updateType, List<AuthorizationData> localAuthorizationList)
    implements Request {
  public SendLocalListRequest {
    localAuthorizationList = List.copyOf(localAuthorizationList);
  }
}

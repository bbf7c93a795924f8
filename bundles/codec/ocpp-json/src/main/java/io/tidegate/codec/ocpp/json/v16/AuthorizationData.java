package io.tidegate.codec.ocpp.json.v16;

import java.util.Optional;

/** An entry of the local list; without standing it is to be removed. */
public record AuthorizationData(String idTag, Optional<IdTagInfo> idTagInfo) {}

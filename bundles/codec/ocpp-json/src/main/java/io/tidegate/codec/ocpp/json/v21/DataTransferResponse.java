package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.RawJson;
import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** What became of it. */
public record DataTransferResponse(
    DataTransferStatus status, Optional<RawJson> data, Optional<StatusInfo> statusInfo)
    implements Response {}

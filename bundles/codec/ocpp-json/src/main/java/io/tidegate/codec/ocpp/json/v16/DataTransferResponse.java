package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;
import java.util.Optional;

/** What became of it. */
public record DataTransferResponse(DataTransferStatus status, Optional<String> data)
    implements Response {}

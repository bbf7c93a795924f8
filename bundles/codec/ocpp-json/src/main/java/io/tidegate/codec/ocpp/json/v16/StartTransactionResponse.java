package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Response;

/** Its number, and the token's standing. */
public record StartTransactionResponse(IdTagInfo idTagInfo, int transactionId)
    implements Response {}

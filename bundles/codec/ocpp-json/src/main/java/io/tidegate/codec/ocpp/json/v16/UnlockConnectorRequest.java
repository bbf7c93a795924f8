package io.tidegate.codec.ocpp.json.v16;

import io.tidegate.codec.ocpp.json.Request;

/** Free a cable. */
public record UnlockConnectorRequest(int connectorId) implements Request {}

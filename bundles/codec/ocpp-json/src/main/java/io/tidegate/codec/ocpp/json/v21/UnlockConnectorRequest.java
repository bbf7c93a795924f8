package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Free a cable (F05). */
public record UnlockConnectorRequest(int evseId, int connectorId) implements Request {}

package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Another way to reach the CSMS (B09). */
public record SetNetworkProfileRequest(
    int configurationSlot, NetworkConnectionProfile connectionData) implements Request {}

package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Request;

/** Serve it no longer (L04). */
public record UnpublishFirmwareRequest(String checksum) implements Request {}

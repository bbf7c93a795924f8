package io.tidegate.codec.ocpp.json.v21;

import io.tidegate.codec.ocpp.json.Response;

/** Whether that was so. */
public record UnpublishFirmwareResponse(UnpublishFirmwareStatus status) implements Response {}

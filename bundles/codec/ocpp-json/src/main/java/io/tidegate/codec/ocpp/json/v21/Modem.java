package io.tidegate.codec.ocpp.json.v21;

import java.util.Optional;

/** A station's modem. */
public record Modem(Optional<String> iccid, Optional<String> imsi) {}

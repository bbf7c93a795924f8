package io.tidegate.codec.ocpp.json.v21;

/** Those rules as a station holds them. */
public record EnterServiceGet(String id, EnterService enterService) {}

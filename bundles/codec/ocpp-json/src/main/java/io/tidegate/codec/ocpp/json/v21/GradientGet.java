package io.tidegate.codec.ocpp.json.v21;

/** Gradients that a station holds. */
public record GradientGet(String id, Gradient gradient) {}

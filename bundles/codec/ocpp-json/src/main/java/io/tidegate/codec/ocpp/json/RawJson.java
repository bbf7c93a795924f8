package io.tidegate.codec.ocpp.json;

/** A JSON value that is passed on as it came. Well-formed and within the limits of the reader. */
public record RawJson(String text) {}

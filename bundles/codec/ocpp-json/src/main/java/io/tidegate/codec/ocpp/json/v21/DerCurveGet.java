package io.tidegate.codec.ocpp.json.v21;

/** A curve that a station holds. */
public record DerCurveGet(
    String id, DerControlType curveType, DerCurve curve, boolean isDefault, boolean isSuperseded) {}

package io.tidegate.charging.ocpp.v16;

import io.tidegate.codec.ocpp.json.v21.Component;
import io.tidegate.codec.ocpp.json.v21.Variable;
import java.util.Map;
import java.util.Optional;

/** Configuration keys of 1.6 and the variables of the device model that took their place. Pure. */
final class Keys {
  /** Component of a key that is named as it is. */
  static final String PLAIN = "Key";

  static final String MEASURANDS = "MeterValuesSampledData";
  static final String RATE_UNITS = "ChargingScheduleAllowedChargingRateUnit";

  /** Told to every station unless configured otherwise. */
  static final String DEFAULT = "Key.WebSocketPingInterval=60;Key.ConnectionTimeOut=120";

  private static final Map<String, String> KEYS =
      Map.of(
          "OCPPCommCtrlr.HeartbeatInterval", "HeartbeatInterval",
          "OCPPCommCtrlr.WebSocketPingInterval", "WebSocketPingInterval",
          "SampledDataCtrlr.TxUpdatedInterval", "MeterValueSampleInterval",
          "SampledDataCtrlr.TxUpdatedMeasurands", MEASURANDS,
          "SampledDataCtrlr.TxEndedMeasurands", "StopTxnSampledData",
          "AlignedDataCtrlr.Interval", "ClockAlignedDataInterval",
          "AlignedDataCtrlr.Measurands", "MeterValuesAlignedData",
          "TxCtrlr.EVConnectionTimeOut", "ConnectionTimeOut",
          "SmartChargingCtrlr.RateUnit", RATE_UNITS,
          "SmartChargingCtrlr.LimitChangeSignificance", "LimitChangeSignificance");

  private Keys() {}

  /** The key of a variable; empty when 1.6 has none for it. */
  static Optional<String> of(Component component, Variable variable) {
    return component.name().equals(PLAIN)
        ? Optional.of(variable.name())
        : Optional.ofNullable(KEYS.get(component.name() + '.' + variable.name()));
  }

  /** The component of the key's variable. */
  static Component component(String key) {
    String name = name(key);
    return new Component(name.substring(0, name.indexOf('.')), Optional.empty(), Optional.empty());
  }

  /** The key's variable. */
  static Variable variable(String key) {
    String name = name(key);
    return new Variable(name.substring(name.indexOf('.') + 1), Optional.empty());
  }

  private static String name(String key) {
    return KEYS.entrySet().stream()
        .filter(e -> e.getValue().equals(key))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(PLAIN + '.' + key);
  }
}

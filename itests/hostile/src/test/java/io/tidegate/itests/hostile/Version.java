package io.tidegate.itests.hostile;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Versions of OCPP-J that the gateway speaks, one line each: every row is walked over all of them.
 * What a version says differently is asked by its {@link Family}.
 */
enum Version {
  OCPP_1_6("ocpp1.6", Family.ONE_SIX),
  OCPP_2_0_1("ocpp2.0.1", Family.TWO),
  OCPP_2_1("ocpp2.1", Family.TWO_ONE);

  /** What message names and error codes depend on. */
  enum Family {
    ONE_SIX,
    TWO,
    TWO_ONE
  }

  private final String wire;
  private final Family family;

  Version(String wire, Family family) {
    this.wire = wire;
    this.family = family;
  }

  /** As it stands in the handshake. */
  String wire() {
    return wire;
  }

  /** Last part of the name of the bundle that speaks it. */
  String bundle() {
    return "v" + wire.substring("ocpp".length()).replace(".", "");
  }

  boolean oneSix() {
    return family == Family.ONE_SIX;
  }

  /** Knows CALLRESULTERROR and SEND. */
  boolean twoOne() {
    return family == Family.TWO_ONE;
  }

  /** The code in this version's spelling. */
  String spell(String code) {
    return oneSix() && code.equals("OccurrenceConstraintViolation")
        ? "OccurenceConstraintViolation"
        : code;
  }

  String boot() {
    return oneSix()
        ? "{\"chargePointModel\":\"Raw\",\"chargePointVendor\":\"Test\"}"
        : "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"Raw\",\"vendorName\":\"Test\"}}";
  }

  /** The same with a serial number. */
  String boot(String serial) {
    return oneSix()
        ? boot().replace("{", "{\"chargePointSerialNumber\":\"" + serial + "\",")
        : boot().replace("\"model\"", "\"serialNumber\":\"" + serial + "\",\"model\"");
  }

  /** Payload of a StatusNotification, whose fields the tests then spoil. */
  String status() {
    return oneSix()
        ? "{\"timestamp\":\""
            + now()
            + "\",\"status\":\"Available\",\"connectorId\":1,"
            + "\"errorCode\":\"NoError\"}"
        : "{\"timestamp\":\""
            + now()
            + "\",\"connectorStatus\":\"Available\",\"connectorId\":1,"
            + "\"evseId\":1}";
  }

  /** Name of the enumeration in {@link #status}. */
  String statusField() {
    return oneSix() ? "status" : "connectorStatus";
  }

  /** Payload of MeterValues. */
  String meterValues(String values) {
    return (oneSix() ? "{\"connectorId\":1" : "{\"evseId\":1") + ",\"meterValue\":" + values + "}";
  }

  /** A list of one register reading for {@link #meterValues}. */
  String register(String value, String unit) {
    return "[{\"timestamp\":\""
        + now()
        + "\",\"sampledValue\":[{\"value\":"
        + (oneSix() ? '"' + value + '"' : value)
        + ",\"measurand\":\"Energy.Active.Import.Register\""
        + (unit.isEmpty()
            ? ""
            : oneSix()
                ? ",\"unit\":\"" + unit + '"'
                : ",\"unitOfMeasure\":{\"unit\":\"" + unit + "\"}")
        + "}]}]";
  }

  /** An idToken to be authorised. */
  String authorize(String token, String type) {
    return oneSix()
        ? "{\"idTag\":\"" + token + "\"}"
        : "{\"idToken\":{\"idToken\":\"" + token + "\",\"type\":\"" + type + "\"}}";
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}

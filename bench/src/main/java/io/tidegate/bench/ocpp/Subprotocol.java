package io.tidegate.bench.ocpp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Versions of OCPP-J, with the few messages that the load is made of. */
public enum Subprotocol {
  OCPP_2_1("ocpp2.1"),
  OCPP_2_0_1("ocpp2.0.1"),
  OCPP_1_6("ocpp1.6");

  private static final int READINGS_A_TRANSACTION = 200;

  private final String wire;

  Subprotocol(String wire) {
    this.wire = wire;
  }

  /** As it stands in the handshake. */
  String wire() {
    return wire;
  }

  static Subprotocol named(String wire) {
    for (Subprotocol protocol : values()) {
      if (protocol.wire.equals(wire)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("no version of OCPP: " + wire);
  }

  /** Action and payload, as they follow the message id. */
  String boot(String identity) {
    return this == OCPP_1_6
        ? "\"BootNotification\",{\"chargePointModel\":\"Load\",\"chargePointVendor\":\"Tidegate\"}"
        : "\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"Load\","
            + "\"vendorName\":\"Tidegate\",\"serialNumber\":\""
            + identity
            + "\",\"firmwareVersion\":\"1.0\"}}";
  }

  String status() {
    return this == OCPP_1_6
        ? "\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Charging\"}"
        : "\"StatusNotification\",{\"timestamp\":\""
            + now()
            + "\",\"connectorStatus\":\"Occupied\",\"evseId\":1,\"connectorId\":1}";
  }

  String heartbeat() {
    return "\"Heartbeat\",{}";
  }

  /**
   * Six readings, about 1 kB: a TransactionEvent in 2.x, a new transaction every {@value
   * #READINGS_A_TRANSACTION}, MeterValues in 1.6.
   *
   * @param run distinguishes this run's transactions from those of earlier ones
   * @param number of the reading, from 0
   */
  String reading(String identity, String run, int number) {
    String time = now();
    if (this == OCPP_1_6) {
      return "\"MeterValues\",{\"connectorId\":1," + samples16(time, number) + "}";
    }
    int sequence = number % READINGS_A_TRANSACTION;
    boolean first = sequence == 0;
    return "\"TransactionEvent\",{\"eventType\":\""
        + (first ? "Started" : "Updated")
        + "\",\"timestamp\":\""
        + time
        + "\",\"triggerReason\":\""
        + (first ? "CablePluggedIn" : "MeterValuePeriodic")
        + "\",\"seqNo\":"
        + sequence
        + ",\"transactionInfo\":{\"transactionId\":\""
        + identity
        + '-'
        + run
        + '-'
        + number / READINGS_A_TRANSACTION
        + "\",\"chargingState\":\"Charging\"},\"evse\":{\"id\":1,\"connectorId\":1},"
        + samples(time, number)
        + "}";
  }

  private static String samples(String time, int number) {
    return "\"meterValue\":[{\"timestamp\":\""
        + time
        + "\",\"sampledValue\":["
        + sample("Energy.Active.Import.Register", "Wh", Integer.toString(100_000 + number), "")
        + ','
        + sample("Energy.Active.Export.Register", "Wh", "5000", "")
        + ','
        + sample("Power.Active.Import", "W", "7000.5", "")
        + ','
        + sample("Voltage", "V", "230.1", "L1")
        + ','
        + sample("Current.Import", "A", "10.1", "L1")
        + ','
        + sample("SoC", "Percent", "55.5", "")
        + "]}]";
  }

  private static String sample(String measurand, String unit, String value, String phase) {
    return "{\"value\":"
        + value
        + ",\"context\":\"Sample.Periodic\",\"measurand\":\""
        + measurand
        + (phase.isEmpty() ? "" : "\",\"phase\":\"" + phase)
        + "\",\"location\":\"Outlet\",\"unitOfMeasure\":{\"unit\":\""
        + unit
        + "\"}}";
  }

  private static String samples16(String time, int number) {
    return "\"meterValue\":[{\"timestamp\":\""
        + time
        + "\",\"sampledValue\":["
        + sample16("Energy.Active.Import.Register", "Wh", Integer.toString(100_000 + number))
        + ','
        + sample16("Energy.Active.Export.Register", "Wh", "5000")
        + ','
        + sample16("Power.Active.Import", "W", "7000.5")
        + ','
        + sample16("Voltage", "V", "230.1")
        + ','
        + sample16("Current.Import", "A", "10.1")
        + ','
        + sample16("SoC", "Percent", "55.5")
        + "]}]";
  }

  private static String sample16(String measurand, String unit, String value) {
    return "{\"value\":\""
        + value
        + "\",\"context\":\"Sample.Periodic\",\"format\":\"Raw\",\"measurand\":\""
        + measurand
        + "\",\"location\":\"Outlet\",\"unit\":\""
        + unit
        + "\"}";
  }

  /** What a willing station answers to the server's own requests. */
  String answer(String action) {
    return switch (action) {
      case "SetVariables" ->
          "{\"setVariableResult\":[{\"attributeStatus\":\"Accepted\",\"component\":{\"name\":\"X\"},"
              + "\"variable\":{\"name\":\"Y\"}}]}";
      case "GetVariables" ->
          "{\"getVariableResult\":[{\"attributeStatus\":\"Accepted\",\"attributeValue\":\"A,W\","
              + "\"component\":{\"name\":\"SmartChargingCtrlr\"},\"variable\":{\"name\":\"RateUnit\"}}]}";
      case "GetConfiguration" -> "{}";
      default -> "{\"status\":\"Accepted\"}";
    };
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}

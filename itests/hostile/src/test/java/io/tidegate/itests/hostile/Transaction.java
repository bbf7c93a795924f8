package io.tidegate.itests.hostile;

import java.io.IOException;

/** A transaction that a station reports, in the words of its version. */
final class Transaction {
  private final HostileStation station;
  private final String id;

  Transaction(HostileStation station) {
    this(station, station.identity() + "-" + Long.toString(System.nanoTime(), 36));
  }

  Transaction(HostileStation station, String id) {
    this.station = station;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** An event that must be answered; register in Wh. */
  void event(String type, int sequence, int register) throws IOException {
    String time = Version.now();
    station.call(
        "TransactionEvent",
        "{\"eventType\":\""
            + type
            + "\",\"timestamp\":\""
            + time
            + "\",\"triggerReason\":\""
            + (type.equals("Started") ? "CablePluggedIn" : "MeterValuePeriodic")
            + "\",\"seqNo\":"
            + sequence
            + ",\"transactionInfo\":{\"transactionId\":\""
            + id
            + "\",\"chargingState\":\""
            + (type.equals("Ended") ? "Idle" : "Charging")
            + "\"},\"evse\":{\"id\":1,\"connectorId\":1},"
            + (type.equals("Started")
                ? "\"idToken\":{\"idToken\":\"" + HostileSite.TOKEN + "\",\"type\":\"ISO14443\"},"
                : "")
            + "\"meterValue\":[{\"timestamp\":\""
            + time
            + "\",\"sampledValue\":[{\"value\":"
            + register
            + ",\"measurand\":\"Energy.Active.Import.Register\"}]}]}");
  }
}

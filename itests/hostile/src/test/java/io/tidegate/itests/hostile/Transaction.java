package io.tidegate.itests.hostile;

import java.io.IOException;

/** A transaction that a station reports, in the words of its version. */
final class Transaction {
  private final HostileStation station;
  private final String started = Version.now();
  private String id;

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
    if (station.version().oneSix()) {
      old(type, register);
    } else {
      event(type, sequence, register, Version.now());
    }
  }

  /** 1.6 numbers nothing, and the gateway gives the transaction its id. */
  private void old(String type, int register) throws IOException {
    switch (type) {
      case "Started" ->
          id =
              station
                  .call(
                      "StartTransaction",
                      "{\"connectorId\":1,\"idTag\":\""
                          + HostileSite.TOKEN
                          + "\",\"meterStart\":"
                          + register
                          + ",\"timestamp\":\""
                          + started
                          + "\"}")
                  .path("transactionId")
                  .asText();
      case "Updated" ->
          station.call(
              "MeterValues",
              "{\"transactionId\":"
                  + number()
                  + ","
                  + station
                      .version()
                      .meterValues(station.version().register(Integer.toString(register), "Wh"))
                      .substring(1));
      default ->
          station.call(
              "StopTransaction",
              "{\"transactionId\":"
                  + number()
                  + ",\"meterStop\":"
                  + register
                  + ",\"timestamp\":\""
                  + Version.now()
                  + "\"}");
    }
  }

  /** One that nobody gave when it was never started. */
  private String number() {
    return id.matches("[0-9]+") ? id : "1";
  }

  private void event(String type, int sequence, int register, String time) throws IOException {
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

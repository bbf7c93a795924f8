package io.tidegate.itests.peers.powercut;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** A station with one transaction after the other. */
final class StationPlayer extends Player {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVENTS = 6;

  private final Home home;
  private final boolean oneSix;
  private TalkingStation station;

  /** Empty between transactions. */
  private String transaction = "";

  /** Of the next event. */
  private int sequence;

  StationPlayer(Home home, String name, int boot, List<Item> again, int most) {
    super(name, boot, again, most);
    this.home = home;
    this.oneSix = oneSix(name);
  }

  /** Which half of the stations speaks 1.6. */
  static boolean oneSix(String name) {
    return (name.charAt(name.length() - 1) - '0') % 2 == 0;
  }

  @Override
  String tell(Item item) throws Exception {
    if (station == null || station.closed()) {
      connect();
    }
    JsonNode answer;
    try {
      answer = station.call(item.action(), item.payload());
    } catch (Exception | AssertionError e) {
      station.close();
      station = null;
      throw e;
    }
    if (answer.path(0).asInt() != 3) {
      throw new IOException(answer.toString());
    }
    JsonNode told = JSON.readTree(item.payload());
    if (oneSix) {
      follow16(item.action(), told, answer.path(2));
    } else {
      boolean ended = told.path("eventType").asText().equals("Ended");
      transaction = ended ? "" : told.path("transactionInfo").path("transactionId").asText();
      sequence = ended ? 0 : told.path("seqNo").asInt() + 1;
    }
    return "answered";
  }

  private void follow16(String action, JsonNode told, JsonNode answer) throws IOException {
    switch (action) {
      case "StartTransaction" -> {
        if (!answer.path("idTagInfo").path("status").asText().equals("Accepted")) {
          throw new IOException(answer.toString());
        }
        transaction = answer.path("transactionId").asText();
        sequence = 1;
      }
      case "MeterValues" -> {
        transaction = told.path("transactionId").asText();
        sequence++;
      }
      default -> transaction = "";
    }
  }

  private void connect() throws Exception {
    if (station != null) {
      station.close();
    }
    station =
        TalkingStation.connect(home, name(), oneSix ? "ocpp1.6" : "ocpp2.0.1")
            .will(
                "SetVariables",
                "{\"setVariableResult\":[{\"attributeStatus\":\"Accepted\","
                    + "\"component\":{\"name\":\"X\"},\"variable\":{\"name\":\"Y\"}}]}")
            .will(
                "GetVariables",
                "{\"getVariableResult\":[{\"attributeStatus\":\"Accepted\",\"attributeValue\":\"A,W\","
                    + "\"component\":{\"name\":\"SmartChargingCtrlr\"},"
                    + "\"variable\":{\"name\":\"RateUnit\"}}]}")
            .will("GetTransactionStatus", "{\"messagesInQueue\":true}")
            .will("GetConfiguration", "{}");
    JsonNode boot =
        station.call(
            "BootNotification",
            oneSix
                ? "{\"chargePointModel\":\"Cut\",\"chargePointVendor\":\"Test\"}"
                : "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"Cut\","
                    + "\"vendorName\":\"Test\"}}");
    if (!boot.path(2).path("status").asText().equals("Accepted")) {
      station.close();
      throw new IOException("not accepted: " + boot);
    }
  }

  @Override
  Item next(String id) {
    boolean first = transaction.isEmpty();
    boolean end = !first && sequence >= EVENTS;
    Instant now = stamp();
    // 3.6 kW; fits into the integer of 1.6
    long register = now.getEpochSecond() - 1_700_000_000L;
    if (oneSix) {
      return next16(id, now, register, first, end);
    }
    String kind = first ? "Started" : end ? "Ended" : "Updated";
    String name = first ? id : transaction;
    return new Item(
        id,
        name(),
        "TransactionEvent",
        "{\"eventType\":\""
            + kind
            + "\",\"timestamp\":\""
            + now
            + "\",\"triggerReason\":\""
            + (first ? "CablePluggedIn" : end ? "EVDeparted" : "MeterValuePeriodic")
            + "\",\"seqNo\":"
            + (first ? 0 : sequence)
            + ",\"transactionInfo\":{\"transactionId\":\""
            + name
            + "\"},\"evse\":{\"id\":1,\"connectorId\":1},"
            + samples(now, Long.toString(register))
            + "}");
  }

  private Item next16(String id, Instant now, long register, boolean first, boolean end) {
    if (first) {
      return new Item(
          id,
          name(),
          "StartTransaction",
          "{\"connectorId\":1,\"idTag\":\"CUT\",\"meterStart\":"
              + register
              + ",\"timestamp\":\""
              + now
              + "\"}");
    }
    if (end) {
      return new Item(
          id,
          name(),
          "StopTransaction",
          "{\"meterStop\":"
              + register
              + ",\"timestamp\":\""
              + now
              + "\",\"transactionId\":"
              + transaction
              + "}");
    }
    return new Item(
        id,
        name(),
        "MeterValues",
        "{\"connectorId\":1,\"transactionId\":"
            + transaction
            + ","
            + samples(now, "\"" + register + "\"")
            + "}");
  }

  private static String samples(Instant now, String register) {
    return "\"meterValue\":[{\"timestamp\":\""
        + now
        + "\",\"sampledValue\":[{\"value\":"
        + register
        + ",\"measurand\":\"Energy.Active.Import.Register\"}]}]";
  }
}

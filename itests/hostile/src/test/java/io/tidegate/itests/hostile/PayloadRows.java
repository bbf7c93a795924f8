package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Rest;
import java.net.http.HttpRequest;
import java.util.List;

/** Payloads that break the schema or JSON itself. */
final class PayloadRows {
  private static final String STATUS = "StatusNotification";
  private static final String FORMAT = "FormatViolation";
  private static final String TYPE = "TypeConstraintViolation";
  private static final String PROPERTY = "PropertyConstraintViolation";
  private static final String OCCURRENCE = "OccurrenceConstraintViolation";

  static final List<Row> ROWS =
      List.of(
          new Row("P1", "an unknown action", s -> spoilt(s, "FooBar", "NotImplemented", "{}")),
          new Row("P2", "an action in the wrong direction", PayloadRows::wrongDirection),
          new Row(
              "P3",
              "a required field is missing",
              s -> spoilt(s, STATUS, OCCURRENCE, without(s, "connectorId"), "{}")),
          new Row(
              "P4",
              "a string for an integer",
              s ->
                  spoilt(
                      s,
                      STATUS,
                      TYPE,
                      with(s, "\"connectorId\":1", "\"connectorId\":\"1\""),
                      with(s, "\"connectorId\":1", "\"connectorId\":true"),
                      with(s, "\"connectorId\":1", "\"connectorId\":[1]"))),
          new Row(
              "P5",
              "a value outside an enumeration",
              s ->
                  spoilt(
                      s,
                      STATUS,
                      PROPERTY,
                      with(s, "\"Available\"", "\"available\""),
                      with(s, "\"Available\"", "\"\""))),
          new Row("P6", "a date that is none", PayloadRows::badDates),
          new Row("P7", "a number out of range, an array too short", PayloadRows::outOfRange),
          new Row("P8", "a string of 5000 characters for 20", PayloadRows::longString),
          new Row(
              "P9",
              "an unknown field",
              s -> spoilt(s, STATUS, PROPERTY, with(s, "{", "{\"colour\":\"blue\","))),
          new Row(
              "P10",
              "names that mean something elsewhere",
              s ->
                  spoilt(
                      s,
                      STATUS,
                      PROPERTY,
                      with(s, "{", "{\"__proto__\":{\"admin\":true},"),
                      with(s, "{", "{\"constructor\":{},"),
                      with(s, "{", "{\"@type\":\"java.lang.Runtime\","))),
          new Row("P11", "an array for the payload", s -> either(s, TYPE, FORMAT, "[]", "[{}]")),
          new Row("P12", "null for the payload", s -> either(s, FORMAT, TYPE, "null")),
          new Row("P13", "JSON as some libraries like it", PayloadRows::almostJson),
          new Row("P14", "numbers beyond everything", PayloadRows::hugeNumbers),
          new Row("P15", "a key twice", PayloadRows::duplicateKeys),
          new Row("P16", "nested 100,000 deep", PayloadRows::deep),
          new Row("P17", "characters that are none", PayloadRows::badCharacters),
          new Row("P18", "limits between steps of 0.1", PayloadRows::steps, Version::oneSix));

  private PayloadRows() {}

  private static void spoilt(Scene scene, String action, String code, String... payloads)
      throws Exception {
    try (HostileStation station = scene.booted()) {
      for (String payload : payloads) {
        station.spoilt(action, payload, code);
      }
    }
  }

  private static void either(Scene scene, String code, String tolerated, String... payloads)
      throws Exception {
    try (HostileStation station = scene.booted()) {
      for (String payload : payloads) {
        station.spoilt(STATUS, payload, code, tolerated);
      }
    }
  }

  private static String with(Scene scene, String part, String instead) {
    String whole = scene.version().status();
    assertThat(whole).contains(part);
    int at = whole.indexOf(part);
    return whole.substring(0, at) + instead + whole.substring(at + part.length());
  }

  private static String without(Scene scene, String field) {
    return scene.version().status().replaceAll("\"" + field + "\":[^,}]+,", "");
  }

  private static void wrongDirection(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (String action : new String[] {"SetChargingProfile", "Reset", "TriggerMessage"}) {
        station.spoilt(action, "{}", "NotSupported", "NotImplemented");
      }
    }
  }

  private static void badDates(Scene scene) throws Exception {
    String good = "\"timestamp\":\"";
    for (String bad : new String[] {"yesterday", "", "2026-13-01T00:00:00Z", "1e9"}) {
      String payload = scene.version().status().replaceAll(good + "[^\"]*\"", good + bad + "\"");
      either(scene, FORMAT, TYPE, payload);
    }
  }

  private static void outOfRange(Scene scene) throws Exception {
    if (scene.version().oneSix()) {
      // 1.6 knows neither ranges nor counts: nothing measured is nothing wrong
      try (HostileStation station = scene.booted()) {
        station.call("MeterValues", scene.version().meterValues("[]"));
      }
    } else {
      spoilt(scene, "MeterValues", OCCURRENCE, scene.version().meterValues("[]"));
      for (String soc : new String[] {"101", "-1"}) {
        spoilt(
            scene,
            "NotifyEVChargingNeeds",
            PROPERTY,
            "{\"evseId\":1,\"chargingNeeds\":{\"requestedEnergyTransfer\":\"DC\","
                + "\"dcChargingParameters\":{\"evMaxCurrent\":100,\"evMaxVoltage\":500,"
                + "\"stateOfCharge\":"
                + soc
                + "}}}");
      }
    }
  }

  private static void longString(Scene scene) throws Exception {
    String payload = scene.version().boot().replace("\"Raw\"", "\"" + "x".repeat(5_000) + "\"");
    spoilt(scene, "BootNotification", PROPERTY, payload);
  }

  private static void almostJson(Scene scene) throws Exception {
    spoilt(
        scene,
        STATUS,
        FORMAT,
        with(scene, "\"connectorId\":1", "\"connectorId\":NaN"),
        with(scene, "\"connectorId\":1", "\"connectorId\":Infinity"),
        with(scene, "\"connectorId\":1", "\"connectorId\":01"),
        with(scene, "\"connectorId\":1", "\"connectorId\":+1"),
        with(scene, "\"connectorId\":1", "/* one */\"connectorId\":1"),
        with(scene, "\"connectorId\":1", "'connectorId':1"),
        with(scene, "\"connectorId\":1", "connectorId:1"),
        scene.version().status().replace("}", ",}"));
  }

  private static void hugeNumbers(Scene scene) throws Exception {
    for (String number : new String[] {"1e400", "-1e400", "9".repeat(65), "1e999999999"}) {
      if (scene.version().oneSix()) {
        // hardly a number in 1.6: its data and values are text
        String connector = "\"connectorId\":";
        either(scene, FORMAT, TYPE, with(scene, connector + "1", connector + number));
        try (HostileStation station = scene.booted()) {
          station.spoilt("DataTransfer", "{\"vendorId\":" + number + "}", FORMAT, TYPE);
        }
      } else {
        spoilt(scene, "DataTransfer", FORMAT, "{\"vendorId\":\"x\",\"data\":" + number + "}");
      }
      if (!scene.version().oneSix()) {
        spoilt(
            scene,
            "MeterValues",
            FORMAT,
            scene.version().meterValues(scene.version().register(number, "Wh")));
      }
    }
  }

  private static void duplicateKeys(Scene scene) throws Exception {
    spoilt(
        scene,
        STATUS,
        FORMAT,
        with(scene, "{", "{\"connectorId\":1,"),
        with(scene, "{", "{\"connectorId\":2,"));
    String nested = scene.version().meterValues(scene.version().register("1", "Wh"));
    spoilt(
        scene,
        "MeterValues",
        FORMAT,
        nested.replace(
            "[{\"timestamp\"", "[{\"timestamp\":\"" + Version.now() + "\",\"timestamp\""));
  }

  private static void deep(Scene scene) throws Exception {
    int depth = 100_000;
    spoilt(
        scene,
        "DataTransfer",
        // data of 1.6 are text: refused before it is read
        scene.version().oneSix() ? TYPE : FORMAT,
        "{\"vendorId\":\"x\",\"data\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
  }

  /** Kept by the operator's way, which moves no power: a good limit gets to that rule. */
  private static void steps(Scene scene) throws Exception {
    try (HostileStation station = scene.booted()) {
      for (String limit : new String[] {"8.1", "8", "0.3", "8.10"}) {
        operator(station, scene, limit, 403, "MOVES_POWER");
      }
      for (String limit : new String[] {"7.99999999", "8.05", "0.30000001"}) {
        operator(station, scene, limit, 422, PROPERTY);
      }
      station.alive();
    }
  }

  private static void operator(
      HostileStation station, Scene scene, String limit, int status, String code) throws Exception {
    Rest rest = scene.gateway().rest();
    Rest.Answer answer =
        rest.send(
            rest.request("/api/v1/stations/" + station.identity() + "/ocpp/SetChargingProfile")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,"
                            + "\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\","
                            + "\"chargingProfileKind\":\"Absolute\",\"chargingSchedule\":{"
                            + "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":"
                            + "[{\"startPeriod\":0,\"limit\":"
                            + limit
                            + "}]}}}")));
    assertThat(answer.status()).as("%s: %s", limit, answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains(code);
  }

  private static void badCharacters(Scene scene) throws Exception {
    for (String bad :
        new String[] {"\\ud800", "\\udc00x", "a\\u0000b", "\\ud800\\ud800", "\\u12"}) {
      String payload = scene.version().boot().replace("\"Raw\"", "\"" + bad + "\"");
      spoilt(scene, "BootNotification", FORMAT, payload);
    }
  }
}

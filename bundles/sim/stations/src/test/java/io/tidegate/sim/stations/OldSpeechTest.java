package io.tidegate.sim.stations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A station that thinks in 2.1 and speaks 1.6. */
class OldSpeechTest {
  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");

  private final OldSpeech speech = new OldSpeech();
  private final SimulatedEvse evse =
      new SimulatedEvse(
          new StationSettings(
              "CS01",
              URI.create("ws://localhost/"),
              "",
              1,
              3,
              11_000,
              0,
              0,
              Duration.ofSeconds(1),
              Duration.ZERO),
          1);
  private final TransactionMessages messages = new TransactionMessages(() -> NOW, false);

  OldSpeechTest() {
    Battery battery = new Battery(60_000, 61.5, 400_000);
    evse.plugIn(new Vehicle("EV1", battery, 11_000, 0, 80, Optional.empty(), false), "CS01-abc-1");
  }

  private String said(Record request) {
    return speech.protocol().payload(speech.say(request).orElseThrow());
  }

  private void start() throws Exception {
    Record start = speech.say(messages.started(evse)).orElseThrow();
    speech.heard(start, "{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":4711}");
  }

  @Test
  void callsATransactionByTheNumberThatTheSiteHasGivenIt() throws Exception {
    start();
    assertThat(said(messages.updated(evse)))
        .contains("\"transactionId\":4711", "\"connectorId\":1")
        .contains("\"value\":\"61.500\"", "\"SoC\"", "\"Temperature\"", "\"Percent\"");
    assertThat(said(messages.ended(evse)))
        .contains("\"transactionId\":4711", "\"meterStop\":0", "EVDisconnected");
  }

  @Test
  void beginsATransactionWhoseStartWasLost() {
    assertThat(said(messages.updated(evse))).contains("\"meterStart\":0", "TG-CS01-abc-1");
  }

  @Test
  void hasNoWordsForAVehiclesNeeds() {
    assertThat(speech.say(messages.needs(evse))).isEmpty();
  }

  @Test
  void takesAProfileForItsTransaction() throws Exception {
    start();
    Frame frame =
        speech
            .protocol()
            .read(
                "[2,\"1\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":{"
                    + "\"chargingProfileId\":7,\"stackLevel\":1,\"transactionId\":4711,"
                    + "\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Absolute\","
                    + "\"validTo\":\"2026-03-01T18:00:30Z\",\"chargingSchedule\":{"
                    + "\"startSchedule\":\"2026-03-01T18:00:00Z\",\"duration\":30,"
                    + "\"chargingRateUnit\":\"W\","
                    + "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":8000.1}]}}}]",
                Side.SITE,
                Strictness.STRICT);
    List<Request> acted = new ArrayList<>();
    Record answer =
        speech.answer(
            ((Frame.Call) frame).message(),
            request -> {
              acted.add(request);
              return new SetChargingProfileResponse(
                  ChargingProfileStatus.ACCEPTED, Optional.empty());
            });
    assertThat(speech.protocol().payload(answer)).isEqualTo("{\"status\":\"Accepted\"}");
    HeldProfiles held = new HeldProfiles();
    SetChargingProfileRequest request = (SetChargingProfileRequest) acted.get(0);
    assertThat(request.chargingProfile().transactionId()).contains("CS01-abc-1");
    held.put(request.chargingProfile(), NOW);
    assertThat(held.limitW(NOW.plusSeconds(29), 230, 3)).contains(8000.1);
    assertThat(held.limitW(NOW.plusSeconds(30), 230, 3)).isEmpty();
  }
}

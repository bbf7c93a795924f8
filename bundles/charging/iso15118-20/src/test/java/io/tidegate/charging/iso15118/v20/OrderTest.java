package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every phase against what does not belong there: order, session id, time, faults, the plug. */
class OrderTest {
  private static final List<Phase> LASTING =
      Stream.of(Phase.values()).filter(p -> p != Phase.DOOMED && p != Phase.ENDED).toList();

  /** Phases that a vehicle at an AC and at a DC EVSE goes through. */
  static Stream<Arguments> phases() {
    List<Arguments> all = new ArrayList<>();
    for (Phase phase : LASTING) {
      boolean direct = phase == Phase.CABLE_CHECK || phase == Phase.PRE_CHARGE;
      if (!direct) {
        all.add(Arguments.of(phase, Catalogue.AC_BPT));
      }
      if (phase != Phase.READY) {
        all.add(Arguments.of(phase, Catalogue.DC_BPT));
      }
    }
    return all.stream();
  }

  private static Ev at(Phase phase, int service) {
    return Ev.dynamic(service).upTo(phase);
  }

  private static void assertOver(Bench bench, String code) {
    bench.advance(Duration.ofSeconds(1));
    assertThat(bench.evse.open()).as("contactor is open").isTrue();
    assertThat(bench.closes).containsExactly(code);
    assertThat(bench.last(EvseAction.End.class).code()).isEqualTo(code);
    assertThat(bench.phase()).isEqualTo(Phase.ENDED);
  }

  @ParameterizedTest
  @MethodSource("phases")
  void answersWhatIsOutOfOrderWithASequenceErrorAndEnds(Phase phase, int service) {
    List<V2GMessage> all = at(Phase.SETUP, service).everything();
    int refused = 0;
    for (int i = 0; i < all.size(); i++) {
      if (phase.accepts(all.get(i))) {
        continue;
      }
      Ev ev = at(phase, service);
      V2GMessage request = ev.everything().get(i);
      V2GResponse reply = (V2GResponse) ev.say(request);
      assertThat(reply.getClass().getSimpleName())
          .isEqualTo(request.getClass().getSimpleName().replaceFirst("Req$", "Res"));
      assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_SEQUENCE_ERROR);
      assertOver(ev.bench, Codes.SEQUENCE);
      refused++;
    }
    assertThat(refused).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("phases")
  void answersAnotherSessionsIdWithUnknownSessionAndEnds(Phase phase, int service) {
    Ev first = at(phase, service);
    int tried = 0;
    for (int i = 0; i < first.everything().size(); i++) {
      Ev ev = at(phase, service);
      ev.id = "00000000000000FF";
      V2GMessage request = ev.everything().get(i);
      if (!phase.accepts(request) || request instanceof SessionSetupReq) {
        continue;
      }
      V2GResponse reply = (V2GResponse) ev.say(request);
      assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_UNKNOWN_SESSION);
      assertOver(ev.bench, Codes.SESSION);
      tried++;
    }
    assertThat(tried).isGreaterThan(phase == Phase.SETUP ? -1 : 0);
  }

  @ParameterizedTest
  @MethodSource("phases")
  void endsWhenTheVehicleIsSilentAMillisecondTooLong(Phase phase, int service) {
    Ev ev = at(phase, service);
    long patience = ev.bench.session().dueNanos() - ev.bench.evse.nanos();
    ev.bench.advance(Duration.ofNanos(patience - 1_000_000));
    assertThat(ev.bench.over()).isFalse();
    ev.bench.advance(Duration.ofMillis(1));
    assertThat(ev.bench.over()).isTrue();
    assertOver(ev.bench, phase == Phase.SETUP ? Codes.HANDSHAKE : Codes.TIMEOUT);
    Duration expected =
        switch (phase) {
          case SETUP -> Duration.ofSeconds(20);
          // the first loop request may take 2 s, after that it is 0.5 s and the grace
          case LOOP -> Duration.ofMillis(2_500);
          case RENEGOTIATION, REDELIVERY -> Duration.ofSeconds(5);
          default -> Duration.ofSeconds(60);
        };
    assertThat(Duration.ofNanos(patience)).isLessThanOrEqualTo(expected);
    assertThat(Duration.ofNanos(patience)).isGreaterThan(expected.minusSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("phases")
  void opensWhenTheConnectionIsLost(Phase phase, int service) {
    Ev ev = at(phase, service);
    ev.bench.hangUp();
    ev.bench.advance(Duration.ofMillis(500));
    assertThat(ev.bench.evse.open()).isTrue();
    assertThat(ev.bench.all(EvseAction.End.class)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("phases")
  void opensAtOnceWhenThePlugIsOut(Phase phase, int service) {
    Ev ev = at(phase, service);
    ev.bench.evse.pilot(PilotState.A);
    ev.bench.settle();
    assertThat(ev.bench.closes).containsExactly("");
    assertThat(ev.bench.last(EvseAction.Deenergise.class).now()).isTrue();
    ev.bench.advance(Duration.ofMillis(100));
    assertThat(ev.bench.evse.open()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("phases")
  void tellsTheVehicleOfAFaultInTheNextReplyAndEnds(Phase phase, int service) {
    Ev ev = at(phase, service);
    ev.bench.evse.fault("ERR_EVSE_OVERHEAT", phase.compareTo(Phase.READY) > 0);
    ev.bench.settle();
    V2GMessage request = ev.everything().stream().filter(phase::accepts).findFirst().orElseThrow();
    if (phase == Phase.STOPPED) {
      // nothing flows any more: the vehicle may leave as it likes
      ev.bench.advance(Duration.ofSeconds(1));
      assertThat(ev.bench.over()).isFalse();
      return;
    }
    V2GResponse reply = (V2GResponse) ev.say(request);
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED);
    assertOver(ev.bench, "ERR_EVSE_OVERHEAT");
  }

  @ParameterizedTest
  @MethodSource("phases")
  void endsAFaultySessionWhenTheVehicleNeverAsksAgain(Phase phase, int service) {
    Ev ev = at(phase, service);
    ev.bench.evse.fault("EMERGENCY_STOP", true);
    ev.bench.settle();
    if (phase != Phase.STOPPED) {
      assertThat(ev.bench.last(EvseAction.Deenergise.class).now()).isTrue();
      ev.bench.advance(Duration.ofSeconds(61));
      assertOver(ev.bench, "EMERGENCY_STOP");
    }
  }

  @ParameterizedTest
  @MethodSource("phases")
  void endsOverAMessageThatCannotBeRead(Phase phase, int service) {
    Ev ev = at(phase, service);
    ev.bench.deliver(Payloads.COMMON, new byte[] {(byte) 0x80, 1, 2, 3});
    assertOver(ev.bench, Codes.MESSAGE);
    Ev other = at(phase, service);
    other.bench.deliver(0x8001, new byte[] {1});
    assertOver(other.bench, Codes.MESSAGE);
  }

  @ParameterizedTest
  @MethodSource("phases")
  void keepsItsStateInBytes(Phase phase, int service) {
    Ev ev = at(phase, service);
    var form = new io.tidegate.charging.vehicle.dialect.RecordBytes<>(Session.class);
    Session session = ev.bench.session();
    assertThat(form.read(form.write(session))).contains(session);
    assertThat(form.write(session)).hasSizeLessThan(4_096);
  }

  @Test
  void refusesASecondRequestWhileOneIsUnanswered() {
    Ev ev = at(Phase.READY, Catalogue.AC);
    ev.bench.evse.stuck = true;
    Wording20 wording = new Wording20();
    PowerDeliveryReq start = ev.delivery(io.tidegate.codec.exi.iso15118.cm.ChargeProgress.START);
    ev.bench.deliver(Payloads.COMMON, wording.encode(Payloads.COMMON, start));
    assertThat(ev.bench.replies).isEmpty();
    V2GResponse reply = (V2GResponse) ev.say(start);
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_SEQUENCE_ERROR);
    assertOver(ev.bench, Codes.SEQUENCE);
  }

  @Test
  void hearsAVehicleWhosePlugIsSeenAfterItsFirstMessage() {
    Bench bench = Bench.ac();
    bench.evse.pilot = PilotState.A;
    bench.connect();
    Ev ev = new Ev(bench, Catalogue.AC, true, true);
    ev.setup();
    bench.advance(Duration.ofMillis(50));
    assertThat(bench.over()).isFalse();
    bench.evse.pilot(PilotState.B);
    ev.upTo(Phase.LOOP);
    bench.evse.pilot(PilotState.A);
    bench.settle();
    assertThat(bench.over()).isTrue();
  }

  @Test
  void letsAMakeLeaveTheSessionIdOut() {
    Ev ev = at(Phase.DISCOVERY, Catalogue.AC);
    String id = ev.id;
    ev.bench.quirks =
        new VehicleQuirks(List.of("x"), false, false, false, true, Duration.ZERO, false);
    ev.id = "";
    ev.upTo(Phase.SELECTION);
    assertThat(ev.bench.session().id()).isEqualTo(id);
  }

  @Test
  void refusesMessagesOfTheOtherEnergy() {
    Ev ev = at(Phase.PARAMETERS, Catalogue.DC);
    Ev other = new Ev(ev.bench, Catalogue.AC, true, true);
    other.id = ev.id;
    V2GResponse reply = (V2GResponse) ev.say(Words.parameters(other));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_SEQUENCE_ERROR);
  }

  @Test
  void refusesSideStreamsBeforeThereIsALoop() {
    Ev ev = at(Phase.SCHEDULE, Catalogue.DC);
    V2GResponse reply = (V2GResponse) ev.say(Payloads.SCHEDULE_RENEGOTIATION, Words.exchange(ev));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED_SEQUENCE_ERROR);
  }

  @Test
  void drawsASessionIdOfEightBytesFromTheEntropy() {
    Ev ev = at(Phase.AUTHORISATION_SETUP, Catalogue.AC);
    assertThat(ev.id).isEqualTo("0102030405060708");
    assertThat(Ids.session(new byte[64]).toHex()).isNotEqualTo("0000000000000000");
  }
}

package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ac.AcMessage;
import io.tidegate.codec.exi.iso15118.cm.Authorization;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.ChargingSession;
import io.tidegate.codec.exi.iso15118.cm.EimAReqAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.SelectedService;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckRes;
import io.tidegate.codec.exi.iso15118.dc.DcMessage;
import java.time.Duration;
import java.util.List;

/** A vehicle that follows a script. */
final class Ev {
  private static final Wording20 WORDING = new Wording20();
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  final Bench bench;
  final int service;
  final Terms wanted;
  String id = "";
  Contract contract;

  Ev(Bench bench, int service, boolean dynamic, boolean byStation) {
    this.bench = bench;
    this.service = service;
    this.wanted =
        Catalogue.sets(service, Session.Menu.NONE).stream()
            .filter(t -> t.dynamic() == dynamic && t.byStation() == byStation)
            .findFirst()
            .orElseThrow();
  }

  /** Dynamic, needs by the station, at an EVSE that has the service. */
  static Ev dynamic(int service) {
    return at(service, true, true);
  }

  static Ev scheduled(int service) {
    return at(service, false, false);
  }

  static Ev at(int service, boolean dynamic, boolean byStation) {
    boolean direct = service == Catalogue.DC || service == Catalogue.DC_BPT;
    Bench bench = direct ? Bench.dc() : Bench.ac();
    bench.connect();
    return new Ev(bench, service, dynamic, byStation);
  }

  boolean direct() {
    return wanted.direct();
  }

  MessageHeader header() {
    return new MessageHeader(Bytes.ofHex(id), 1_790_000_000L, null);
  }

  V2GMessage say(V2GMessage request) {
    int type =
        request instanceof AcMessage
            ? Payloads.AC
            : request instanceof DcMessage ? Payloads.DC : Payloads.COMMON;
    return say(type, request);
  }

  /** The reply; null when there is none. */
  V2GMessage say(int type, V2GMessage request) {
    bench.deliver(type, WORDING.encode(type, request));
    return bench.await(PATIENCE).orElse(null);
  }

  /** Says it and expects this code. */
  <R extends V2GMessage> R expect(Class<R> kind, ResponseCode code, V2GMessage request) {
    V2GMessage reply = say(request);
    assertThat(reply).isInstanceOf(kind);
    assertThat(((V2GResponse) reply).responseCode())
        .as("%s in phase %s", request.getClass().getSimpleName(), bench.phase())
        .isEqualTo(code);
    return kind.cast(reply);
  }

  V2GResponse ok(V2GMessage request) {
    V2GResponse reply = (V2GResponse) say(request);
    assertThat(reply)
        .as("reply to %s in phase %s", request.getClass().getSimpleName(), bench.phase())
        .isNotNull();
    assertThat(reply.responseCode().wire())
        .as("reply to %s", request.getClass().getSimpleName())
        .startsWith("OK");
    return reply;
  }

  /** Goes through a session until it is in this phase. */
  Ev upTo(Phase phase) {
    if (phase == Phase.RENEGOTIATION || phase == Phase.REDELIVERY) {
      upTo(Phase.LOOP);
      ok(Words.delivery(this, ChargeProgress.SCHEDULE_RENEGOTIATION));
      if (phase == Phase.REDELIVERY) {
        ok(Words.exchange(this));
      }
    } else if (phase == Phase.STANDBY) {
      upTo(Phase.LOOP);
      ok(Words.delivery(this, ChargeProgress.STANDBY));
    } else if (phase == Phase.HALTED) {
      upTo(Phase.LOOP);
      bench.evse.pilot(PilotState.B);
      bench.settle();
    } else if (phase == Phase.STOPPED) {
      upTo(Phase.LOOP);
      ok(Words.delivery(this, ChargeProgress.STOP));
    } else {
      climb(phase);
    }
    assertThat(bench.phase()).isEqualTo(phase);
    return this;
  }

  private void climb(Phase phase) {
    while (bench.phase() != phase) {
      switch (bench.phase()) {
        case SETUP -> setup();
        case AUTHORISATION_SETUP -> ok(new AuthorizationSetupReq(header()));
        case AUTHORISATION -> authorise();
        case DISCOVERY -> ok(new ServiceDiscoveryReq(header(), null));
        case SELECTION -> select();
        case PARAMETERS -> ok(Words.parameters(this));
        case SCHEDULE -> {
          ok(Words.exchange(this));
          bench.evse.pilot(PilotState.C);
          bench.settle();
        }
        case CABLE_CHECK -> cableCheck();
        case PRE_CHARGE -> {
          ok(Words.preCharge(this));
          ok(Words.delivery(this, ChargeProgress.START));
        }
        case READY -> ok(Words.delivery(this, ChargeProgress.START));
        default -> throw new IllegalStateException("no way from " + bench.phase());
      }
    }
  }

  void setup() {
    V2GResponse reply = ok(new SessionSetupReq(header(), "WMIV1234567890ABCDEX"));
    id = reply.header().sessionID().toHex();
  }

  void authorise() {
    for (int i = 0; i < 20 && bench.phase() == Phase.AUTHORISATION; i++) {
      AuthorizationRes reply =
          (AuthorizationRes) ok(contract == null ? external() : contract.request(this));
      if (reply.evseProcessing() == Processing.FINISHED) {
        return;
      }
      bench.advance(Duration.ofMillis(200));
    }
    assertThat(bench.phase()).isNotEqualTo(Phase.AUTHORISATION);
  }

  AuthorizationReq external() {
    return new AuthorizationReq(header(), Authorization.EIM, new EimAReqAuthorizationMode(), null);
  }

  private void select() {
    ok(new ServiceDetailReq(header(), service));
    ok(new ServiceSelectionReq(header(), new SelectedService(service, wanted.set()), null));
  }

  void cableCheck() {
    for (int i = 0; i < 20 && bench.phase() == Phase.CABLE_CHECK; i++) {
      DcCableCheckRes reply = (DcCableCheckRes) ok(Words.cableCheck(this));
      if (reply.evseProcessing() == Processing.ONGOING) {
        bench.advance(Duration.ofMillis(200));
      }
    }
  }

  /** A loop and a quarter of a second. */
  V2GResponse loop() {
    V2GResponse reply = ok(Words.loop(this, false));
    bench.advance(Duration.ofMillis(250));
    return reply;
  }

  V2GResponse stop(ChargingSession how) {
    return ok(new SessionStopReq(header(), how, null, null));
  }

  V2GMessage start() {
    return say(Words.delivery(this, ChargeProgress.START));
  }

  PowerDeliveryReq delivery(ChargeProgress progress) {
    return (PowerDeliveryReq) Words.delivery(this, progress);
  }

  /** All requests there are, well formed, of this vehicle's service. */
  List<V2GMessage> everything() {
    return Words.everything(this);
  }
}

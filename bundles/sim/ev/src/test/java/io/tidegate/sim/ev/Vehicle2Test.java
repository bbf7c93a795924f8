package io.tidegate.sim.ev;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.V2GMessage;
import io.tidegate.codec.exi.iso15118.xmldsig.XmldsigExi;
import io.tidegate.sim.ev.Credentials.Contract;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import io.tidegate.sim.ev.VehicleProfile.Offer;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.io.IOException;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a vehicle of ISO 15118-2 says, to a station that agrees with everything. */
class Vehicle2Test {
  private static final Yard YARD = new Yard(1);
  private static final Pace QUICK = new Pace(Duration.ofMillis(5), Duration.ofMillis(1), 60, 4);

  private final ToyStation2 station = new ToyStation2();
  private final Logbook log = new Logbook();
  private final IdealPlug plug = new IdealPlug();
  private ToyServer server;

  @BeforeEach
  void open() throws IOException {
    server = new ToyServer(station, null);
    plug.station(new Plug.Reading(true, 400, 20, 8_000, 5));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    assertThat(server.trouble.get()).isNull();
  }

  @AfterAll
  static void empty() {
    YARD.close();
  }

  private Ending run(VehicleProfile profile, Credentials credentials) throws Exception {
    return YARD.plugIn(
            profile.with(QUICK).speaking(Offer.PART2),
            new Battery(60_000, 50, 400, 10),
            plug,
            credentials,
            Endpoint.at(server.address(), false),
            log)
        .ended()
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void chargesWithDirectCurrentAndDemandsNoMoreThanTheStationSays() throws Exception {
    assertThat(run(VehicleProfile.dc("0123456789AB"), Credentials.NONE).kind())
        .isEqualTo(Ending.Kind.DONE);
    assertThat(log.course())
        .containsExactly(
            Phase.APP_PROTOCOL,
            Phase.SESSION_SETUP,
            Phase.SERVICE_DISCOVERY,
            Phase.SERVICE_SELECTION,
            Phase.AUTHORIZATION,
            Phase.CHARGE_PARAMETERS,
            Phase.CABLE_CHECK,
            Phase.PRE_CHARGE,
            Phase.POWER_START,
            Phase.POWER_STOP,
            Phase.WELDING_DETECTION,
            Phase.SESSION_STOP);
    List<CurrentDemandReq> demands =
        station.seen.stream()
            .map(m -> m.body().bodyElement())
            .filter(CurrentDemandReq.class::isInstance)
            .map(CurrentDemandReq.class::cast)
            .toList();
    // 12 kW at 400 V
    assertThat(demands.get(3).evTargetCurrent()).isEqualTo(Energy2.amps(30));
  }

  @Test
  void chargesWithAlternatingCurrentAndFollowsTheStationsCurrent() throws Exception {
    plug.station(new Plug.Reading(true, 230, 10, 6_900, 5));
    assertThat(run(VehicleProfile.ac("0123456789AB"), Credentials.NONE).kind())
        .isEqualTo(Ending.Kind.DONE);
    assertThat(log.loops()).allSatisfy(l -> assertThat(l.maxChargeW()).isEqualTo(6_900));
    assertThat(log.course()).doesNotContain(Phase.CABLE_CHECK, Phase.PRE_CHARGE);
  }

  @Test
  void signsItsAuthorisationAndTheReceiptsThatTheStationWants() throws Exception {
    TestKeys mo = new TestKeys("DETDGC12345678X");
    station.receipts = true;
    Credentials contract =
        new Credentials(
            List.of(), Optional.empty(), Optional.of(new Contract("DETDGC12345678X", mo.held())));
    assertThat(
            run(VehicleProfile.dc("0123456789AB").with(Identification.CONTRACT), contract).kind())
        .isEqualTo(Ending.Kind.DONE);
    assertThat(log.course()).contains(Phase.PAYMENT_DETAILS, Phase.METERING);
    V2GMessage message =
        station.seen.stream()
            .filter(m -> m.body().bodyElement() instanceof AuthorizationReq)
            .findFirst()
            .orElseThrow();
    var signature = message.header().signature();
    byte[] fragment =
        Iso2Exi.encodeAuthorizationReq((AuthorizationReq) message.body().bodyElement());
    assertThat(signature.signedInfo().reference().get(0).digestValue().toArray())
        .isEqualTo(java.security.MessageDigest.getInstance("SHA-256").digest(fragment));
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(mo.leaf().getPublic());
    verifier.update(XmldsigExi.encodeSignedInfo(signature.signedInfo()));
    assertThat(verifier.verify(signature.signatureValue().value().toArray())).isTrue();
  }

  @Test
  void negotiatesAgainAndStopsWhenTheStationNotifies() throws Exception {
    station.inLoops =
        new java.util.ArrayDeque<>(
            List.of(
                EVSENotification.NONE,
                EVSENotification.RE_NEGOTIATION,
                EVSENotification.STOP_CHARGING));
    assertThat(run(VehicleProfile.ac("0123456789AB"), Credentials.NONE).orderly()).isTrue();
    assertThat(log.course())
        .endsWith(
            Phase.POWER_START,
            Phase.POWER_RENEGOTIATE,
            Phase.CHARGE_PARAMETERS,
            Phase.POWER_START,
            Phase.POWER_STOP,
            Phase.SESSION_STOP);
    assertThat(log.looped()).isEqualTo(3);
  }
}

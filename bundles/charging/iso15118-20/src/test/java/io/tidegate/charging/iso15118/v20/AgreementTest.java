package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.device.PilotState;
import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Insulation;
import io.tidegate.api.vehicle.EvseView.Notice;
import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.api.vehicle.EvseView.PriceSlot;
import io.tidegate.charging.iso15118.v20.Session.Menu;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.ac.BptAcCPDResEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.cm.AbsolutePriceSchedule;
import io.tidegate.codec.exi.iso15118.cm.CertificateChain;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationRes;
import io.tidegate.codec.exi.iso15118.cm.ChargingSession;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.EvCheckInStatus;
import io.tidegate.codec.exi.iso15118.cm.EvCheckOutStatus;
import io.tidegate.codec.exi.iso15118.cm.Parameter;
import io.tidegate.codec.exi.iso15118.cm.ParameterSet;
import io.tidegate.codec.exi.iso15118.cm.ParkingMethod;
import io.tidegate.codec.exi.iso15118.cm.PriceLevelSchedule;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
import io.tidegate.codec.exi.iso15118.cm.ScheduleTuple;
import io.tidegate.codec.exi.iso15118.cm.SelectedService;
import io.tidegate.codec.exi.iso15118.cm.SelectedServiceList;
import io.tidegate.codec.exi.iso15118.cm.Service;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceIDList;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutReq;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.dc.DcCPDReqEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckRes;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeRes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What comes before and after power: services, parameters, schedules, checks, pause. */
class AgreementTest {
  private static final List<PriceSlot> PRICES =
      List.of(
          new PriceSlot(900, "EUR", 0.30, 0.25),
          new PriceSlot(900, "EUR", 0.10, 0.05),
          new PriceSlot(900, "EUR", 0.30, 0.40));

  private static V2GResponse hear(Ev ev, io.tidegate.codec.exi.iso15118.common.V2GMessage r) {
    return (V2GResponse) ev.say(r);
  }

  private static List<Integer> services(Ev ev, ServiceIDList wanted) {
    ServiceDiscoveryRes reply =
        (ServiceDiscoveryRes) ev.ok(new ServiceDiscoveryReq(ev.header(), wanted));
    return reply.energyTransferServiceList().service().stream().map(Service::serviceID).toList();
  }

  @Test
  void offersOnlyWhatTheEvseCan() {
    Ev both = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.DISCOVERY);
    assertThat(services(both, null)).containsExactly(2, 6);
    Ev oneWay = Ev.dynamic(Catalogue.AC);
    oneWay.bench.evse.limitDischargeW = 0;
    oneWay.upTo(Phase.DISCOVERY);
    assertThat(services(oneWay, null)).containsExactly(1);
    Ev wanted = Ev.dynamic(Catalogue.AC).upTo(Phase.DISCOVERY);
    assertThat(services(wanted, new ServiceIDList(List.of(5, 6)))).containsExactly(5);
    Ev strange = Ev.dynamic(Catalogue.AC).upTo(Phase.DISCOVERY);
    assertThat(services(strange, new ServiceIDList(List.of(3)))).containsExactly(1, 5);
  }

  @Test
  void describesItsServicesInParameterSets() {
    Ev ev = Ev.dynamic(Catalogue.AC_BPT).upTo(Phase.SELECTION);
    ServiceDetailRes reply =
        (ServiceDetailRes) ev.ok(new ServiceDetailReq(ev.header(), Catalogue.AC_BPT));
    List<ParameterSet> sets = reply.serviceParameterList().parameterSet();
    assertThat(sets).hasSize(3);
    assertThat(sets.get(0).parameter())
        .extracting(Parameter::name, Parameter::intValue)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Connector", 3),
            org.assertj.core.groups.Tuple.tuple("ControlMode", 2),
            org.assertj.core.groups.Tuple.tuple("EVSENominalVoltage", 230),
            org.assertj.core.groups.Tuple.tuple("MobilityNeedsMode", 2),
            org.assertj.core.groups.Tuple.tuple("Pricing", 0),
            org.assertj.core.groups.Tuple.tuple("BPTChannel", 1),
            org.assertj.core.groups.Tuple.tuple("GeneratorMode", 1),
            org.assertj.core.groups.Tuple.tuple("GridCodeIslandingDetectionMethod", 2));
  }

  @Test
  void letsTheStationNameTheNeedsInDynamicModeOnly() {
    assertThat(Catalogue.sets(Catalogue.DC, new Menu(false, true)))
        .hasSize(9)
        .noneMatch(set -> set.byStation() && !set.dynamic());
  }

  @Test
  void refusesServicesThatWereNotOffered() {
    Ev detail = Ev.dynamic(Catalogue.DC).upTo(Phase.SELECTION);
    assertThat(hear(detail, new ServiceDetailReq(detail.header(), 65)).responseCode())
        .isEqualTo(ResponseCode.FAILED_SERVICE_ID_INVALID);
    assertThat(select(new SelectedService(1, 1), null))
        .isEqualTo(ResponseCode.FAILED_SERVICE_SELECTION_INVALID);
    assertThat(select(new SelectedService(2, 77), null))
        .isEqualTo(ResponseCode.FAILED_SERVICE_SELECTION_INVALID);
    assertThat(select(new SelectedService(65, 1), null))
        .isEqualTo(ResponseCode.FAILED_NO_ENERGY_TRANSFER_SERVICE_SELECTED);
    assertThat(
            select(
                new SelectedService(2, 1),
                new SelectedServiceList(List.of(new SelectedService(65, 1)))))
        .isEqualTo(ResponseCode.FAILED_SERVICE_SELECTION_INVALID);
  }

  private static ResponseCode select(SelectedService service, SelectedServiceList added) {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.SELECTION);
    return hear(ev, new ServiceSelectionReq(ev.header(), service, added)).responseCode();
  }

  @Test
  void statesWhatIsLeftOfTheRating() {
    Ev ev = Ev.dynamic(Catalogue.AC_BPT);
    ev.bench.evse.limitChargeW = 9_123.4;
    ev.upTo(Phase.PARAMETERS);
    AcChargeParameterDiscoveryRes reply =
        (AcChargeParameterDiscoveryRes) ev.ok(Words.parameters(ev));
    BptAcCPDResEnergyTransferMode mode =
        (BptAcCPDResEnergyTransferMode) reply.acCPDResEnergyTransferMode();
    assertThat(mode.evseMaximumChargePower().toDouble()).isBetween(9_123.0, 9_123.4);
    assertThat(mode.evseMaximumDischargePower().toDouble()).isEqualTo(22_000);
    assertThat(mode.evseNominalFrequency().toDouble()).isEqualTo(50);
    assertThat(ev.bench.all(EvseAction.Lock.class)).hasSize(1);
    assertThat(ev.bench.last(EvseAction.Wants.class).maxChargeW()).isEqualTo(11_000);
  }

  @Test
  void refusesParametersThatFitNeitherServiceNorEvse() {
    Ev oneWay = Ev.dynamic(Catalogue.DC_BPT).upTo(Phase.PARAMETERS);
    Ev plain = new Ev(oneWay.bench, Catalogue.DC, true, true);
    plain.id = oneWay.id;
    assertThat(hear(oneWay, Words.parameters(plain)).responseCode())
        .isEqualTo(ResponseCode.FAILED_WRONG_CHARGE_PARAMETER);
    Ev low = Ev.dynamic(Catalogue.DC).upTo(Phase.PARAMETERS);
    RationalNumber n = Words.n(100);
    assertThat(
            hear(
                    low,
                    new DcChargeParameterDiscoveryReq(
                        low.header(), new DcCPDReqEnergyTransferMode(n, n, n, n, n, n, null)))
                .responseCode())
        .isEqualTo(ResponseCode.FAILED_WRONG_CHARGE_PARAMETER);
  }

  @Test
  void offersChargingAndDischargingAndChargingAlone() {
    Ev ev = Ev.scheduled(Catalogue.DC_BPT);
    ev.bench.evse.schedule = List.of(new PowerSlot(900, 12_000, 0), new PowerSlot(900, 0, 8_000));
    ev.upTo(Phase.SCHEDULE);
    ScheduleExchangeRes reply = (ScheduleExchangeRes) ev.ok(Words.exchange(ev));
    List<ScheduleTuple> tuples = reply.scheduledSEResControlMode().scheduleTuple();
    assertThat(tuples).hasSize(2);
    var discharging = tuples.get(0).dischargingSchedule().powerSchedule();
    assertThat(discharging.powerScheduleEntries().powerScheduleEntry().get(1).power().toDouble())
        .isEqualTo(8_000);
    assertThat(tuples.get(1).dischargingSchedule()).isNull();
    assertThat(
            discharging.powerScheduleEntries().powerScheduleEntry().stream()
                .mapToLong(e -> e.duration())
                .sum())
        .isEqualTo(86_400);
  }

  @Test
  void tellsNoMoreSlotsThanTheVehicleSupportsAndTheWorstOfTheRest() {
    Ev ev = Ev.scheduled(Catalogue.AC);
    ev.bench.evse.schedule =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i -> new PowerSlot(900, 10_000 - i * 100, 0))
            .toList();
    ev.upTo(Phase.SCHEDULE);
    ScheduleExchangeRes reply = (ScheduleExchangeRes) ev.ok(Words.exchange(ev));
    var entries =
        reply
            .scheduledSEResControlMode()
            .scheduleTuple()
            .get(0)
            .chargingSchedule()
            .powerSchedule()
            .powerScheduleEntries()
            .powerScheduleEntry();
    assertThat(entries).hasSize(12);
    assertThat(entries.get(11).power().toDouble()).isEqualTo(6_100);
  }

  @Test
  void tellsPricesOrTheirLevelsAsTheVehicleHasChosen() {
    AbsolutePriceSchedule absolute = priced(1).absolutePriceSchedule();
    assertThat(absolute.currency()).isEqualTo("EUR");
    assertThat(
            absolute
                .priceRuleStacks()
                .priceRuleStack()
                .get(1)
                .priceRule()
                .get(0)
                .energyFee()
                .toDouble())
        .isEqualTo(0.10);
    PriceLevelSchedule levels = priced(2).priceLevelSchedule();
    assertThat(levels.numberOfPriceLevels()).isEqualTo(2);
    assertThat(
            levels.priceLevelScheduleEntries().priceLevelScheduleEntry().stream()
                .map(e -> e.priceLevel()))
        .containsExactly(1, 0, 1);
    assertThat(priced(0).absolutePriceSchedule()).isNull();
  }

  private static io.tidegate.codec.exi.iso15118.cm.ChargingSchedule priced(int pricing) {
    Bench bench = Bench.ac();
    bench.evse.prices = PRICES;
    bench.connect();
    Ev ev = new Ev(bench, Catalogue.AC_BPT, false, false);
    ev.upTo(Phase.SELECTION);
    int set =
        Catalogue.sets(Catalogue.AC_BPT, new Menu(true, true)).stream()
            .filter(t -> !t.dynamic() && t.pricing() == pricing)
            .findFirst()
            .orElseThrow()
            .set();
    ev.ok(new ServiceSelectionReq(ev.header(), new SelectedService(Catalogue.AC_BPT, set), null));
    ev.upTo(Phase.SCHEDULE);
    ScheduleTuple tuple =
        ((ScheduleExchangeRes) ev.ok(Words.exchange(ev)))
            .scheduledSEResControlMode()
            .scheduleTuple()
            .get(0);
    if (pricing == 1) {
      assertThat(
              tuple
                  .dischargingSchedule()
                  .absolutePriceSchedule()
                  .priceRuleStacks()
                  .priceRuleStack()
                  .get(0)
                  .priceRule()
                  .get(0)
                  .energyFee()
                  .toDouble())
          .as("paid to the vehicle")
          .isEqualTo(-0.25);
    }
    return tuple.chargingSchedule();
  }

  @Test
  void refusesAScheduleInTheOtherControlMode() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.SCHEDULE);
    Ev other = new Ev(ev.bench, Catalogue.AC, false, false);
    other.id = ev.id;
    assertThat(hear(ev, Words.exchange(other)).responseCode())
        .isEqualTo(ResponseCode.FAILED_WRONG_CHARGE_PARAMETER);
  }

  @Test
  void checksTheCableOnceTheVehicleIsReady() {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.CABLE_CHECK);
    ev.bench.evse.pilot(PilotState.B);
    assertThat(((DcCableCheckRes) ev.ok(Words.cableCheck(ev))).evseProcessing())
        .isEqualTo(Processing.ONGOING);
    assertThat(ev.bench.all(EvseAction.CableCheck.class)).isEmpty();
    ev.bench.evse.pilot(PilotState.C);
    ev.upTo(Phase.PRE_CHARGE);
    assertThat(ev.bench.all(EvseAction.CableCheck.class))
        .containsExactly(new EvseAction.CableCheck(450));
  }

  @Test
  void doesNotTakeAnOlderTestForThisOne() {
    Ev ev = Ev.dynamic(Catalogue.DC);
    ev.bench.evse.insulation = Insulation.VALID;
    ev.bench.evse.tested = Insulation.FAULT;
    ev.upTo(Phase.CABLE_CHECK);
    ev.ok(Words.cableCheck(ev));
    ev.bench.advance(Duration.ofMillis(500));
    assertThat(hear(ev, Words.cableCheck(ev)).responseCode()).isEqualTo(ResponseCode.FAILED);
    assertThat(ev.bench.closes).containsExactly(Codes.INSULATION);
  }

  @Test
  void doesNotCheckTheCableForEver() {
    Ev ev = Ev.dynamic(Catalogue.DC);
    ev.bench.evse.tested = Insulation.TESTING;
    ev.upTo(Phase.CABLE_CHECK);
    for (int i = 0; i < 40; i++) {
      ev.ok(Words.cableCheck(ev));
      ev.bench.advance(Duration.ofSeconds(1));
    }
    ev.bench.advance(Duration.ofSeconds(1));
    assertThat(hear(ev, Words.cableCheck(ev)).responseCode()).isEqualTo(ResponseCode.FAILED);
    assertThat(ev.bench.closes).containsExactly(Codes.TIMEOUT);
  }

  @Test
  void doesNotPreChargeForEverNorBeyondTheRating() {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.PRE_CHARGE);
    assertThat(((DcPreChargeRes) ev.ok(Words.preCharge(ev))).evsePresentVoltage().toDouble())
        .isZero();
    assertThat(((DcPreChargeRes) ev.ok(Words.preCharge(ev))).evsePresentVoltage().toDouble())
        .isEqualTo(400);
    ev.bench.advance(Duration.ofSeconds(11));
    assertThat(hear(ev, Words.preCharge(ev)).responseCode()).isEqualTo(ResponseCode.FAILED);

    Ev high = Ev.dynamic(Catalogue.DC).upTo(Phase.PRE_CHARGE);
    DcPreChargeReq request =
        new DcPreChargeReq(high.header(), Processing.ONGOING, Words.n(0), Words.n(460));
    assertThat(hear(high, request).responseCode())
        .isEqualTo(ResponseCode.FAILED_WRONG_CHARGE_PARAMETER);
  }

  @Test
  void takesAPausedSessionUpAgainWithItsVehicleOnly() {
    for (boolean contract : new boolean[] {false, true}) {
      Ev ev = Ev.dynamic(Catalogue.DC_BPT);
      if (contract) {
        ev.contract = Contract.good();
        ev.contract.trustedBy(ev.bench);
      }
      ev.upTo(Phase.STOPPED);
      ev.stop(ChargingSession.PAUSE);
      assertThat(ev.bench.all(EvseAction.End.class)).isEmpty();
      assertThat(ev.bench.last(EvseAction.Pause.class).session().sessionId()).hasSize(8);

      ev.bench.evse.pilot(PilotState.B);
      ev.bench.connect();
      V2GResponse back = ev.ok(new SessionSetupReq(ev.header(), "WMIV1234567890ABCDEX"));
      assertThat(back.responseCode()).isEqualTo(ResponseCode.OK_OLD_SESSION_JOINED);
      assertThat(ev.bench.last(EvseAction.Begin.class).resumed()).isTrue();
      assertThat(ev.bench.phase()).isEqualTo(Phase.PARAMETERS);
      ev.upTo(Phase.LOOP);
      ev.loop();
      assertThat(ev.bench.last(EvseAction.Discharge.class).allowed()).isTrue();
    }
  }

  @Test
  void givesAnotherVehicleOrAnotherIdANewSession() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.STOPPED);
    ev.stop(ChargingSession.PAUSE);
    ev.bench.connect();
    assertThat(ev.ok(new SessionSetupReq(ev.header(), "SOMEBODY ELSE")).responseCode())
        .isEqualTo(ResponseCode.OK_NEW_SESSION_ESTABLISHED);

    Ev other = Ev.dynamic(Catalogue.AC).upTo(Phase.STOPPED);
    other.stop(ChargingSession.PAUSE);
    other.bench.connect();
    other.id = "00000000000000FF";
    V2GResponse reply = other.ok(new SessionSetupReq(other.header(), "WMIV1234567890ABCDEX"));
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.OK_NEW_SESSION_ESTABLISHED);
    assertThat(reply.header().sessionID().toHex()).isEqualTo("0102030405060708");
  }

  @Test
  void pausesBeforePowerWhenToldTo() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.SCHEDULE);
    ev.bench.evse.notice = new Notice(Notice.Kind.PAUSE, 0);
    assertThat(((ScheduleExchangeRes) ev.ok(Words.exchange(ev))).goToPause()).isTrue();
    ev.stop(ChargingSession.PAUSE);
    assertThat(ev.bench.all(EvseAction.Pause.class)).hasSize(1);
  }

  @Test
  void refusesAPauseWhereThereIsNothingToKeep() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.DISCOVERY);
    SessionStopReq pause = new SessionStopReq(ev.header(), ChargingSession.PAUSE, null, null);
    assertThat(hear(ev, pause).responseCode()).isEqualTo(ResponseCode.FAILED_PAUSE_NOT_ALLOWED);
  }

  @Test
  void choosesAnotherServiceWithinTheSession() {
    Ev ev = Ev.dynamic(Catalogue.DC).upTo(Phase.STOPPED);
    ev.stop(ChargingSession.SERVICE_RENEGOTIATION);
    assertThat(ev.bench.phase()).isEqualTo(Phase.DISCOVERY);
    assertThat(ev.bench.over()).isFalse();
    Ev again = new Ev(ev.bench, Catalogue.DC_BPT, true, true);
    again.id = ev.id;
    again.upTo(Phase.LOOP);
    again.loop();
    assertThat(ev.bench.last(EvseAction.Discharge.class).allowed()).isTrue();
    assertThat(ev.bench.all(EvseAction.Authorise.class)).hasSize(1);
  }

  @Test
  void refusesToChooseAgainWhereThatWasNotOffered() {
    Ev ev = Ev.dynamic(Catalogue.DC);
    ev.bench.configure("service.renegotiation", "false");
    ev.upTo(Phase.STOPPED);
    SessionStopReq stop =
        new SessionStopReq(ev.header(), ChargingSession.SERVICE_RENEGOTIATION, null, null);
    assertThat(hear(ev, stop).responseCode())
        .isEqualTo(ResponseCode.FAILED_NO_SERVICE_RENEGOTIATION_SUPPORTED);
  }

  @Test
  void checksVehiclesInAndOut() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.PARAMETERS);
    ev.ok(
        new VehicleCheckInReq(
            ev.header(), EvCheckInStatus.CHECK_IN, ParkingMethod.MANUAL, null, null, null));
    ev.upTo(Phase.STOPPED);
    ev.ok(new VehicleCheckOutReq(ev.header(), EvCheckOutStatus.CHECK_OUT, 0));
    ev.stop(ChargingSession.TERMINATE);
  }

  @Test
  void saysHonestlyThatNobodyIssuesContracts() {
    Ev ev = Ev.dynamic(Catalogue.AC).upTo(Phase.AUTHORISATION);
    V2GResponse reply = hear(ev, Words.installation(ev));
    assertThat(reply).isInstanceOf(CertificateInstallationRes.class);
    assertThat(reply.responseCode()).isEqualTo(ResponseCode.FAILED);
  }

  private static CertificateInstallationRes issued() {
    CertificateInstallationRes empty =
        Refusals.installation(Refusals.NO_HEADER, ResponseCode.OK, Processing.FINISHED);
    return new CertificateInstallationRes(
        Refusals.NO_HEADER,
        ResponseCode.OK,
        Processing.FINISHED,
        new CertificateChain(Bytes.of((byte) 7), null),
        empty.signedInstallationData(),
        0);
  }

  @Test
  void relaysAContractCertificateUnderItsOwnHeader() {
    Ev ev = Ev.dynamic(Catalogue.AC);
    ev.bench.evse.certificates = true;
    Bytes response = Bytes.of(CmExi.SET.encode(issued()));
    ev.bench.oracle = q -> CompletableFuture.completedFuture(response);
    ev.upTo(Phase.AUTHORISATION);
    CertificateInstallationRes reply = (CertificateInstallationRes) ev.ok(Words.installation(ev));
    assertThat(reply.cpsCertificateChain().certificate().toHex()).isEqualTo("07");
    assertThat(reply.header().sessionID().toHex()).isEqualTo(ev.id);
    ev.upTo(Phase.DISCOVERY);
  }

  @Test
  void saysOngoingWhileTheContractIsAwaitedAndWarnsWhenItDoesNotCome() {
    Ev ev = Ev.dynamic(Catalogue.AC);
    ev.bench.evse.certificates = true;
    CompletableFuture<Bytes> later = new CompletableFuture<>();
    ev.bench.oracle = q -> later;
    ev.upTo(Phase.AUTHORISATION);
    long begin = ev.bench.evse.nanos();
    CertificateInstallationRes reply = (CertificateInstallationRes) ev.ok(Words.installation(ev));
    assertThat(reply.evseProcessing()).isEqualTo(Processing.ONGOING);
    assertThat(ev.bench.evse.nanos() - begin).isEqualTo(4_000_000_000L);
    later.complete(Bytes.of(CmExi.SET.encode(issued())));
    ev.bench.settle();
    reply = (CertificateInstallationRes) ev.ok(Words.installation(ev));
    assertThat(reply.evseProcessing()).isEqualTo(Processing.FINISHED);
    assertThat(reply.cpsCertificateChain().certificate().toHex()).isEqualTo("07");

    ev.bench.oracle = q -> CompletableFuture.failedFuture(new IOException("the CPS is down"));
    V2GResponse none = hear(ev, Words.installation(ev));
    assertThat(none.responseCode()).isEqualTo(ResponseCode.WARNING_NO_CERTIFICATE_AVAILABLE);
    ev.bench.oracle = q -> CompletableFuture.completedFuture(Bytes.of((byte) 1));
    assertThat(hear(ev, Words.installation(ev)).responseCode())
        .isEqualTo(ResponseCode.WARNING_NO_CERTIFICATE_AVAILABLE);
    ev.upTo(Phase.DISCOVERY);
  }
}

package io.tidegate.charging.iso15118.v2;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.iso2.AcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.iso2.Body;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckReq;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckRes;
import io.tidegate.codec.exi.iso15118.iso2.CertificateChain;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.iso2.CertificateUpdateReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingProfile;
import io.tidegate.codec.exi.iso15118.iso2.ChargingSession;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.iso2.DcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.iso2.DcEVStatus;
import io.tidegate.codec.exi.iso15118.iso2.EVChargeParameterVariant;
import io.tidegate.codec.exi.iso15118.iso2.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.ListOfRootCertificateIDs;
import io.tidegate.codec.exi.iso15118.iso2.MessageHeader;
import io.tidegate.codec.exi.iso15118.iso2.MeterInfo;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.iso2.PhysicalValue;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeReq;
import io.tidegate.codec.exi.iso15118.iso2.ProfileEntry;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleList;
import io.tidegate.codec.exi.iso15118.iso2.SelectedService;
import io.tidegate.codec.exi.iso15118.iso2.SelectedServiceList;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopReq;
import io.tidegate.codec.exi.iso15118.iso2.SubCertificates;
import io.tidegate.codec.exi.iso15118.iso2.UnitSymbol;
import io.tidegate.codec.exi.iso15118.iso2.V2GMessage;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.codec.exi.iso15118.xmldsig.X509IssuerSerial;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A vehicle that speaks ISO 15118-2 to a {@link Rig}. */
final class Car {
  /** Stations on a vehicle's way, each reached by a request that is answered. */
  enum Stop {
    CONNECTED,
    SET_UP,
    DISCOVERED,
    SELECTED,
    /** With a contract only. */
    SHOWN,
    AUTHORISED,
    AGREED,
    /** DC only. */
    CHECKED,
    /** DC only. */
    PRE_CHARGED,
    STARTED,
    LOOPING,
    STOPPED
  }

  static final Bytes EVCC = Bytes.ofHex("001122334455");
  private static final int FULL_V = 400;
  private static final int MOST_REPETITIONS = 9;
  private static final Duration PAUSE = Duration.ofMillis(400);

  final Rig rig;
  final boolean direct;
  final boolean contract;
  final List<byte[]> said = new ArrayList<>();
  Papers papers;
  EnergyTransferMode mode;
  Bytes session = Bytes.of(new byte[8]);
  Bytes challenge = Bytes.EMPTY;
  Bytes evcc = EVCC;
  int tuple = 1;
  int targetA = 10;
  int soc = 40;
  DcEVErrorCode error = DcEVErrorCode.NO_ERROR;

  Car(Rig rig, boolean contract, Papers papers) {
    this.rig = rig;
    this.direct = rig.rating().direct();
    this.contract = contract;
    this.papers = papers;
    this.mode =
        direct
            ? EnergyTransferMode.DC_EXTENDED
            : rig.rating().phases() == 3
                ? EnergyTransferMode.AC_THREE_PHASE_CORE
                : EnergyTransferMode.AC_SINGLE_PHASE_CORE;
  }

  static byte[] bytes(Bytes session, Signature signature, BodyElement body) {
    return Iso2Exi.SET.encode(
        new V2GMessage(new MessageHeader(session, null, signature), new Body(body)));
  }

  BodyElement say(BodyElement body) {
    return say(body, null);
  }

  BodyElement say(BodyElement body, Signature signature) {
    return say(bytes(session, signature, body));
  }

  BodyElement say(byte[] bytes) {
    said.add(bytes);
    byte[] reply = rig.hear(bytes);
    return reply == null ? null : read(reply).body().bodyElement();
  }

  V2GMessage answer() {
    return read(rig.sent.get(rig.sent.size() - 1));
  }

  private static V2GMessage read(byte[] reply) {
    try {
      return (V2GMessage) Iso2Exi.SET.decode(reply);
    } catch (ExiException e) {
      throw new AssertionError(e);
    }
  }

  static ResponseCode code(BodyElement reply) {
    try {
      return (ResponseCode) reply.getClass().getMethod("responseCode").invoke(reply);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Goes there from the beginning, everything being answered with OK. */
  Car to(Stop goal) {
    return from(Stop.CONNECTED, goal);
  }

  /** Goes from one station to another, both included. */
  Car from(Stop first, Stop goal) {
    for (Stop stop : Stop.values()) {
      if (stop.compareTo(first) >= 0 && stop.compareTo(goal) <= 0 && onTheWay(stop)) {
        go(stop);
      }
    }
    return this;
  }

  boolean onTheWay(Stop stop) {
    return switch (stop) {
      case SHOWN -> contract;
      case CHECKED, PRE_CHARGED -> direct;
      default -> true;
    };
  }

  private void go(Stop stop) {
    switch (stop) {
      case CONNECTED -> rig.plugIn();
      case SET_UP -> {
        ok(setup());
        session = answer().header().sessionID();
      }
      case DISCOVERED -> ok(new ServiceDiscoveryReq(null, null));
      case SELECTED -> ok(selection());
      case SHOWN -> challenge = ((PaymentDetailsRes) ok(details())).genChallenge();
      case AUTHORISED -> authorise();
      case AGREED -> agree();
      case CHECKED -> check();
      case PRE_CHARGED -> ok(preCharge());
      case STARTED -> ok(delivery(ChargeProgress.START));
      case LOOPING -> {
        ok(loop());
        ok(loop());
      }
      case STOPPED -> ok(delivery(ChargeProgress.STOP));
    }
  }

  BodyElement ok(BodyElement request) {
    return ok(request, null);
  }

  BodyElement ok(BodyElement request, Signature signature) {
    BodyElement reply = say(request, signature);
    if (reply == null || !code(reply).wire().startsWith("OK")) {
      throw new AssertionError(request + " → " + reply + "; " + rig.closed);
    }
    return reply;
  }

  private void authorise() {
    EVSEProcessing processing = EVSEProcessing.ONGOING;
    for (int i = 0; i < MOST_REPETITIONS && processing != EVSEProcessing.FINISHED; i++) {
      AuthorizationReq request = authorization();
      AuthorizationRes reply = (AuthorizationRes) ok(request, contract ? sign(request) : null);
      processing = reply.evseProcessing();
      rig.pass(PAUSE);
    }
  }

  private void check() {
    EVSEProcessing processing = EVSEProcessing.ONGOING;
    for (int i = 0; i < MOST_REPETITIONS && processing != EVSEProcessing.FINISHED; i++) {
      processing = ((CableCheckRes) ok(cableCheck())).evseProcessing();
      rig.pass(PAUSE);
    }
  }

  void agree() {
    ChargeParameterDiscoveryRes reply = (ChargeParameterDiscoveryRes) ok(parameters());
    tuple = ((SAScheduleList) reply.saSchedules()).saScheduleTuple().get(0).saScheduleTupleID();
  }

  SessionSetupReq setup() {
    return new SessionSetupReq(evcc);
  }

  PaymentServiceSelectionReq selection() {
    return selection(contract ? PaymentOption.CONTRACT : PaymentOption.EXTERNAL_PAYMENT, 1);
  }

  static PaymentServiceSelectionReq selection(PaymentOption option, int service) {
    return new PaymentServiceSelectionReq(
        option, new SelectedServiceList(List.of(new SelectedService(service, null))));
  }

  PaymentDetailsReq details() {
    return new PaymentDetailsReq(
        Papers.EMAID,
        new CertificateChain(
            null,
            Papers.der(papers.contract),
            new SubCertificates(List.of(Papers.der(papers.sub)))));
  }

  AuthorizationReq authorization() {
    return contract ? new AuthorizationReq("id1", challenge) : new AuthorizationReq(null, null);
  }

  Signature sign(AuthorizationReq request) {
    return Papers.sign(request.id(), Iso2Exi.encodeAuthorizationReq(request), papers.key);
  }

  static PhysicalValue value(int value, UnitSymbol unit) {
    return new PhysicalValue(0, unit, value);
  }

  DcEVStatus status() {
    return new DcEVStatus(true, error, soc);
  }

  ChargeParameterDiscoveryReq parameters() {
    EVChargeParameterVariant needs =
        direct
            ? new DcEVChargeParameter(
                7_200L,
                status(),
                value(120, UnitSymbol.A),
                value(30_000, UnitSymbol.W),
                value(450, UnitSymbol.V),
                value(30_000, UnitSymbol.WH),
                value(12_000, UnitSymbol.WH),
                100,
                80)
            : new AcEVChargeParameter(
                7_200L,
                value(12_000, UnitSymbol.WH),
                value(400, UnitSymbol.V),
                value(16, UnitSymbol.A),
                value(6, UnitSymbol.A));
    return new ChargeParameterDiscoveryReq(null, mode, needs);
  }

  CableCheckReq cableCheck() {
    return new CableCheckReq(status());
  }

  PreChargeReq preCharge() {
    return preCharge(FULL_V);
  }

  PreChargeReq preCharge(int volts) {
    return new PreChargeReq(status(), value(volts, UnitSymbol.V), value(1, UnitSymbol.A));
  }

  PowerDeliveryReq delivery(ChargeProgress progress) {
    return new PowerDeliveryReq(progress, tuple, null, null);
  }

  PowerDeliveryReq delivery(int watts) {
    return new PowerDeliveryReq(
        ChargeProgress.START,
        tuple,
        new ChargingProfile(List.of(new ProfileEntry(0, value(watts, UnitSymbol.W), null))),
        null);
  }

  BodyElement loop() {
    return direct ? demand() : new ChargingStatusReq();
  }

  CurrentDemandReq demand() {
    return new CurrentDemandReq(
        status(),
        value(targetA, UnitSymbol.A),
        value(450, UnitSymbol.V),
        value(120, UnitSymbol.A),
        null,
        null,
        false,
        null,
        null,
        value(420, UnitSymbol.V));
  }

  MeteringReceiptReq receipt(long wh) {
    return new MeteringReceiptReq("id9", session, tuple, new MeterInfo("M1", wh, null, null, null));
  }

  SessionStopReq stop(ChargingSession how) {
    return new SessionStopReq(how);
  }

  static CertificateInstallationReq installation(Papers papers) {
    return new CertificateInstallationReq("id5", Papers.der(papers.contract), roots());
  }

  CertificateUpdateReq update() {
    return new CertificateUpdateReq(
        "id6",
        new CertificateChain(null, Papers.der(papers.contract), null),
        Papers.EMAID,
        roots());
  }

  private static ListOfRootCertificateIDs roots() {
    return new ListOfRootCertificateIDs(
        List.of(new X509IssuerSerial("CN=V2G Root", BigInteger.ONE)));
  }

  /** Every request there is. */
  List<BodyElement> everything() {
    return List.of(
        setup(),
        new ServiceDiscoveryReq(null, null),
        new ServiceDetailReq(1),
        selection(PaymentOption.EXTERNAL_PAYMENT, 1),
        details(),
        installation(papers),
        update(),
        new AuthorizationReq(null, null),
        parameters(),
        cableCheck(),
        preCharge(),
        delivery(ChargeProgress.START),
        delivery(ChargeProgress.STOP),
        delivery(ChargeProgress.RENEGOTIATE),
        new ChargingStatusReq(),
        demand(),
        receipt(1_000),
        new WeldingDetectionReq(status()),
        stop(ChargingSession.TERMINATE));
  }
}

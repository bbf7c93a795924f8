package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.iso2.Body;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckRes;
import io.tidegate.codec.exi.iso15118.iso2.CertificateChain;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingSession;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.MessageHeader;
import io.tidegate.codec.exi.iso15118.iso2.MeterInfo;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionRes;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeRes;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.SelectedService;
import io.tidegate.codec.exi.iso15118.iso2.SelectedServiceList;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopRes;
import io.tidegate.codec.exi.iso15118.iso2.SubCertificates;
import io.tidegate.codec.exi.iso15118.iso2.V2GMessage;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionRes;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.sim.ev.Credentials.Contract;
import io.tidegate.sim.ev.VehicleProfile.Energy;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** ISO 15118-2, as an EVCC speaks it (§8.4–8.8). */
final class Speech2 implements Speech {
  private static final int PAYLOAD = 0x8001;
  private static final Bytes NO_SESSION = Bytes.of(new byte[8]);
  private static final int MAC = 6;

  private final VehicleProfile profile;
  private final Credentials credentials;
  private final PowerTrain power;
  private final Course course;
  private final Energy2 energy;

  private Bytes sessionId = NO_SESSION;
  private Resumption earlier;
  private Bytes challenge = Bytes.of(new byte[16]);
  private int service = 1;
  private Signature stale;
  private MeterInfo meter;
  private ChargingSession stop = ChargingSession.TERMINATE;
  private boolean delivering;

  Speech2(
      VehicleProfile profile,
      Credentials credentials,
      PowerTrain power,
      Course course,
      Resumption earlier) {
    this.profile = profile;
    this.credentials = credentials;
    this.power = power;
    this.course = course;
    this.earlier = earlier;
    this.energy = new Energy2(profile, power, (int) earlier.schedule());
  }

  private boolean contract() {
    return profile.identification() == Identification.CONTRACT
        && credentials.contract().isPresent();
  }

  /** The bytes of a MAC address; of a vehicle that has another name, some made of it. */
  static Bytes mac(String evccId) {
    return evccId.matches("[0-9A-Fa-f]{12}")
        ? Bytes.of(HexFormat.of().parseHex(evccId))
        : Bytes.of(
            java.util.Arrays.copyOf(
                java.nio.ByteBuffer.allocate(8).putInt(2, evccId.hashCode()).array(), MAC));
  }

  @Override
  public Request request(Phase phase, Flaw flaw) {
    Signature signature = null;
    BodyElement body;
    switch (phase) {
      case SESSION_SETUP -> {
        sessionId = first();
        body = new SessionSetupReq(mac(profile.evccId()));
      }
      case AUTHORIZATION -> {
        AuthorizationReq request =
            contract()
                ? new AuthorizationReq(
                    "id1", flaw == Flaw.STALE_CHALLENGE ? Speech20.strange(challenge) : challenge)
                : new AuthorizationReq(null, null);
        if (contract()) {
          signature = sign("id1", Iso2Exi.encodeAuthorizationReq(request), flaw);
          stale = signature;
        }
        body = request;
      }
      case METERING -> {
        MeteringReceiptReq request = receipt();
        if (contract()) {
          signature = sign("id2", Iso2Exi.encodeMeteringReceiptReq(request), flaw);
        }
        body = request;
      }
      default -> body = plain(phase);
    }
    Bytes id = flaw == Flaw.STRANGE_SESSION ? Speech20.strange(sessionId) : sessionId;
    if (signature == null && profile.oddities().staleSignature()) {
      signature = stale;
    }
    return new Request(
        PAYLOAD,
        Iso2Exi.SET.encode(new V2GMessage(new MessageHeader(id, null, signature), new Body(body))));
  }

  private Bytes first() {
    if (earlier.present()) {
      return earlier.sessionId();
    }
    return profile.oddities().emptySessionId() ? Bytes.EMPTY : NO_SESSION;
  }

  private BodyElement plain(Phase phase) {
    return switch (phase) {
      case SERVICE_DISCOVERY -> new ServiceDiscoveryReq(null, null);
      case SERVICE_DETAIL -> new ServiceDetailReq(service);
      case SERVICE_SELECTION ->
          new PaymentServiceSelectionReq(
              contract() ? PaymentOption.CONTRACT : PaymentOption.EXTERNAL_PAYMENT,
              new SelectedServiceList(List.of(new SelectedService(service, null))));
      case PAYMENT_DETAILS -> paymentDetails();
      case CHARGE_PARAMETERS -> energy.parameters();
      case CABLE_CHECK -> {
        power.ready();
        yield energy.cableCheck();
      }
      case PRE_CHARGE -> energy.preCharge();
      case POWER_START -> {
        power.ready();
        yield energy.delivery(ChargeProgress.START);
      }
      case CHARGE_LOOP -> energy.loop();
      case POWER_RENEGOTIATE -> energy.delivery(ChargeProgress.RENEGOTIATE);
      case POWER_STOP -> {
        power.follow(0);
        yield energy.delivery(ChargeProgress.STOP);
      }
      case WELDING_DETECTION -> energy.welding();
      default -> new SessionStopReq(stop);
    };
  }

  private PaymentDetailsReq paymentDetails() {
    Contract contract = credentials.contract().orElseThrow();
    List<Bytes> chain = contract.held().chain().stream().map(Contract20::encoded).toList();
    SubCertificates subs =
        chain.size() > 1 ? new SubCertificates(chain.subList(1, chain.size())) : null;
    return new PaymentDetailsReq(contract.emaid(), new CertificateChain(null, chain.get(0), subs));
  }

  private MeteringReceiptReq receipt() {
    MeterInfo read = meter == null ? new MeterInfo("none", null, null, null, null) : meter;
    return new MeteringReceiptReq("id2", sessionId, energy.tuple(), read);
  }

  private Signature sign(String id, byte[] fragment, Flaw flaw) {
    if (flaw == Flaw.NO_SIGNATURE) {
      return null;
    }
    Signature good =
        Signatures.PART2.over(id, fragment, credentials.contract().orElseThrow().held().key());
    return flaw == Flaw.BAD_SIGNATURE ? Signatures.spoiled(good) : good;
  }

  @Override
  public Turn answered(Phase phase, int payloadType, byte[] exi, Heard heard)
      throws ExiException, Refusal {
    V2GMessage message = (V2GMessage) Iso2Exi.SET.decode(exi);
    BodyElement body = message.body().bodyElement();
    if (phase == Phase.SESSION_SETUP) {
      sessionId = message.header().sessionID();
      earlier = Resumption.NONE;
    } else if (!message.header().sessionID().equals(sessionId)) {
      throw Refusal.nonsense("the response is of session " + message.header().sessionID());
    }
    return switch (phase) {
      case SESSION_SETUP -> {
        judge(phase, of(SessionSetupRes.class, body).responseCode(), heard);
        yield Ask.now(Phase.SERVICE_DISCOVERY);
      }
      case SERVICE_DISCOVERY -> discovered(of(ServiceDiscoveryRes.class, body), heard);
      case SERVICE_DETAIL -> {
        judge(phase, of(ServiceDetailRes.class, body).responseCode(), heard);
        yield Ask.now(Phase.SERVICE_SELECTION);
      }
      case SERVICE_SELECTION -> {
        judge(phase, of(PaymentServiceSelectionRes.class, body).responseCode(), heard);
        yield Ask.now(contract() ? Phase.PAYMENT_DETAILS : Phase.AUTHORIZATION);
      }
      case PAYMENT_DETAILS -> {
        PaymentDetailsRes response = of(PaymentDetailsRes.class, body);
        judge(phase, response.responseCode(), heard);
        challenge = response.genChallenge();
        yield Ask.now(Phase.AUTHORIZATION);
      }
      case AUTHORIZATION -> {
        AuthorizationRes response = of(AuthorizationRes.class, body);
        judge(phase, response.responseCode(), heard);
        yield again(phase, response.evseProcessing(), Phase.CHARGE_PARAMETERS);
      }
      case SESSION_STOP -> {
        judge(phase, of(SessionStopRes.class, body).responseCode(), heard);
        boolean paused = stop == ChargingSession.PAUSE;
        Ending.Kind kind = paused ? Ending.Kind.PAUSED : Ending.Kind.DONE;
        yield new Finish(new Ending(kind, phase, "OK", paused ? "paused" : "stopped"));
      }
      default -> powered(phase, body, heard);
    };
  }

  private Turn discovered(ServiceDiscoveryRes response, Heard heard) throws Refusal {
    judge(Phase.SERVICE_DISCOVERY, response.responseCode(), heard);
    PaymentOption wanted = contract() ? PaymentOption.CONTRACT : PaymentOption.EXTERNAL_PAYMENT;
    if (!response.paymentOptionList().paymentOption().contains(wanted)) {
      throw Refusal.nonsense("the station does not take " + wanted.wire());
    }
    service = response.chargeService().serviceID();
    energy.offered(response.chargeService().supportedEnergyTransferMode().energyTransferMode());
    return Ask.now(Phase.SERVICE_SELECTION);
  }

  private Turn powered(Phase phase, BodyElement body, Heard heard) throws Refusal {
    return switch (phase) {
      case CHARGE_PARAMETERS -> {
        ChargeParameterDiscoveryRes response = of(ChargeParameterDiscoveryRes.class, body);
        judge(phase, response.responseCode(), heard);
        energy.parameters(response);
        boolean cable = profile.energy() == Energy.DC && !delivering;
        yield again(
            phase, response.evseProcessing(), cable ? Phase.CABLE_CHECK : Phase.POWER_START);
      }
      case CABLE_CHECK -> {
        CableCheckRes response = of(CableCheckRes.class, body);
        judge(phase, response.responseCode(), heard);
        yield again(phase, response.evseProcessing(), Phase.PRE_CHARGE);
      }
      case PRE_CHARGE -> {
        PreChargeRes response = of(PreChargeRes.class, body);
        judge(phase, response.responseCode(), heard);
        if (!energy.preCharged(response.evsePresentVoltage())) {
          yield new Ask(phase, profile.pace().poll());
        }
        power.connect();
        yield Ask.now(Phase.POWER_START);
      }
      case POWER_START, POWER_RENEGOTIATE, POWER_STOP -> {
        judge(phase, of(PowerDeliveryRes.class, body).responseCode(), heard);
        yield delivered(phase);
      }
      case CHARGE_LOOP -> looped(body, heard);
      case METERING -> {
        judge(phase, of(MeteringReceiptRes.class, body).responseCode(), heard);
        yield new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
      }
      case WELDING_DETECTION -> {
        WeldingDetectionRes response = of(WeldingDetectionRes.class, body);
        judge(phase, response.responseCode(), heard);
        yield energy.live(response.evsePresentVoltage())
            ? new Ask(phase, profile.pace().poll())
            : Ask.now(Phase.SESSION_STOP);
      }
      default -> throw Refusal.nonsense("ISO 15118-2 has no " + phase);
    };
  }

  private Turn delivered(Phase phase) {
    if (phase == Phase.POWER_RENEGOTIATE) {
      return Ask.now(Phase.CHARGE_PARAMETERS);
    }
    if (phase == Phase.POWER_START) {
      delivering = true;
      return new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
    }
    delivering = false;
    power.disconnect();
    power.notReady();
    return Ask.now(profile.energy() == Energy.DC ? Phase.WELDING_DETECTION : Phase.SESSION_STOP);
  }

  private Turn looped(BodyElement body, Heard heard) throws Refusal {
    Said said;
    boolean receipt;
    if (body instanceof CurrentDemandRes response) {
      judge(Phase.CHARGE_LOOP, response.responseCode(), heard);
      said = energy.said(response);
      receipt = Boolean.TRUE.equals(response.receiptRequired());
      meter = Objects.requireNonNullElse(response.meterInfo(), none());
    } else {
      ChargingStatusRes response = of(ChargingStatusRes.class, body);
      judge(Phase.CHARGE_LOOP, response.responseCode(), heard);
      power.connect();
      said = energy.said(response);
      receipt = Boolean.TRUE.equals(response.receiptRequired());
      meter = Objects.requireNonNullElse(response.meterInfo(), none());
    }
    heard.loop(said);
    String notification =
        said.notification().isEmpty() && receipt ? "MeteringConfirmation" : said.notification();
    return switch (course.afterLoop(notification)) {
      case GO_ON, STANDBY, WAKE -> new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
      case STOP, NEW_SERVICE -> stopping(ChargingSession.TERMINATE);
      case PAUSE -> stopping(ChargingSession.PAUSE);
      case NEW_SCHEDULE -> Ask.now(Phase.POWER_RENEGOTIATE);
      case CONFIRM_METER -> Ask.now(Phase.METERING);
    };
  }

  private static MeterInfo none() {
    return new MeterInfo("none", null, null, null, null);
  }

  private Turn stopping(ChargingSession how) {
    stop = how;
    return Ask.now(Phase.POWER_STOP);
  }

  private Turn again(Phase phase, EVSEProcessing processing, Phase next) {
    return processing == EVSEProcessing.FINISHED
        ? Ask.now(next)
        : new Ask(phase, profile.pace().poll());
  }

  private static void judge(Phase phase, ResponseCode response, Heard heard) throws Refusal {
    String code = response.wire();
    heard.code(code);
    if (code.startsWith("FAILED")) {
      throw new Refusal(Ending.Kind.REFUSED, code, phase + " was answered " + code);
    }
  }

  private static <T> T of(Class<T> expected, BodyElement body) throws Refusal {
    if (!expected.isInstance(body)) {
      throw Refusal.nonsense(body + " came where " + expected.getSimpleName() + " was due");
    }
    return expected.cast(body);
  }

  @Override
  public Duration timeout(Phase phase) {
    return switch (phase) {
      case SERVICE_DETAIL, PAYMENT_DETAILS, POWER_START, POWER_STOP, POWER_RENEGOTIATE ->
          Duration.ofSeconds(5);
      case CHARGE_LOOP -> profile.energy() == Energy.DC ? Duration.ofMillis(250) : ORDINARY;
      default -> ORDINARY;
    };
  }

  @Override
  public Duration stuck(Phase phase) {
    return switch (phase) {
      case CABLE_CHECK -> Duration.ofSeconds(40);
      case PRE_CHARGE, WELDING_DETECTION -> Duration.ofSeconds(7);
      default -> Duration.ofSeconds(60);
    };
  }

  @Override
  public Resumption resumption() {
    return new Resumption(sessionId, energy.tuple(), 0);
  }
}

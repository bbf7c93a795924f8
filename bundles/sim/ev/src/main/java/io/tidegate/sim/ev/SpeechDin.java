package io.tidegate.sim.ev;

import static io.tidegate.sim.ev.Numbers.multiplier;
import static io.tidegate.sim.ev.Numbers.scaled;
import static io.tidegate.sim.ev.Numbers.worth;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.din.Body;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.CableCheckReq;
import io.tidegate.codec.exi.iso15118.din.CableCheckRes;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.din.ChargingProfile;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationReq;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationRes;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.din.DcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.din.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.din.DcEVPowerDeliveryParameter;
import io.tidegate.codec.exi.iso15118.din.DcEVSEStatus;
import io.tidegate.codec.exi.iso15118.din.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.din.DcEVStatus;
import io.tidegate.codec.exi.iso15118.din.DinExi;
import io.tidegate.codec.exi.iso15118.din.EVRequestedEnergyTransfer;
import io.tidegate.codec.exi.iso15118.din.EVSENotification;
import io.tidegate.codec.exi.iso15118.din.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.din.MessageHeader;
import io.tidegate.codec.exi.iso15118.din.PaymentOption;
import io.tidegate.codec.exi.iso15118.din.PhysicalValue;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.din.PreChargeReq;
import io.tidegate.codec.exi.iso15118.din.PreChargeRes;
import io.tidegate.codec.exi.iso15118.din.ProfileEntry;
import io.tidegate.codec.exi.iso15118.din.ResponseCode;
import io.tidegate.codec.exi.iso15118.din.SelectedService;
import io.tidegate.codec.exi.iso15118.din.SelectedServiceList;
import io.tidegate.codec.exi.iso15118.din.ServiceCategory;
import io.tidegate.codec.exi.iso15118.din.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.din.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.din.ServicePaymentSelectionReq;
import io.tidegate.codec.exi.iso15118.din.ServicePaymentSelectionRes;
import io.tidegate.codec.exi.iso15118.din.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.din.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.din.SessionStopReq;
import io.tidegate.codec.exi.iso15118.din.SessionStopRes;
import io.tidegate.codec.exi.iso15118.din.UnitSymbol;
import io.tidegate.codec.exi.iso15118.din.V2GMessage;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionReq;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionRes;
import java.time.Duration;
import java.util.List;

/** DIN 70121, as an EVCC speaks it: direct current, paid by something else (§9). */
final class SpeechDin implements Speech {
  private static final int PAYLOAD = 0x8001;
  private static final double NEAR_V = 20;
  private static final double SAFE_V = 60;
  private static final double PRE_CHARGE_A = 2;

  private final VehicleProfile profile;
  private final PowerTrain power;
  private final Course course;

  private Bytes sessionId = Bytes.of(new byte[8]);
  private int service = 1;
  private int tuple = 1;
  private double maxW = Double.NaN;
  private boolean near;

  SpeechDin(VehicleProfile profile, PowerTrain power, Course course) {
    this.profile = profile;
    this.power = power;
    this.course = course;
  }

  private static PhysicalValue value(double number, UnitSymbol unit, int finest) {
    int multiplier = multiplier(number, finest);
    return new PhysicalValue(multiplier, unit, scaled(number, multiplier));
  }

  private static PhysicalValue amps(double number) {
    return value(number, UnitSymbol.A, -1);
  }

  private static PhysicalValue volts(double number) {
    return value(number, UnitSymbol.V, -1);
  }

  private static double number(PhysicalValue value) {
    return value == null ? Double.NaN : worth(value.value(), value.multiplier());
  }

  private DcEVStatus status() {
    int soc = profile.oddities().hidesSoc() ? 0 : Numbers.percent(power.battery().socPct());
    return new DcEVStatus(true, null, null, DcEVErrorCode.NO_ERROR, soc);
  }

  @Override
  public Request request(Phase phase, Flaw flaw) {
    BodyElement body =
        switch (phase) {
          case SESSION_SETUP -> {
            sessionId = profile.oddities().emptySessionId() ? Bytes.EMPTY : Bytes.of(new byte[8]);
            yield new SessionSetupReq(Speech2.mac(profile.evccId()));
          }
          case SERVICE_DISCOVERY -> new ServiceDiscoveryReq(null, ServiceCategory.EV_CHARGING);
          case SERVICE_SELECTION ->
              new ServicePaymentSelectionReq(
                  PaymentOption.EXTERNAL_PAYMENT,
                  new SelectedServiceList(List.of(new SelectedService(service, null))));
          case AUTHORIZATION -> new ContractAuthenticationReq(null, null);
          case CHARGE_PARAMETERS -> parameters();
          case CABLE_CHECK -> {
            power.ready();
            yield new CableCheckReq(status());
          }
          case PRE_CHARGE ->
              new PreChargeReq(status(), volts(power.battery().openV()), amps(PRE_CHARGE_A));
          case POWER_START -> delivery(true);
          case POWER_STOP -> delivery(false);
          case CHARGE_LOOP -> demand();
          case WELDING_DETECTION -> new WeldingDetectionReq(status());
          default -> new SessionStopReq();
        };
    Bytes id = flaw == Flaw.STRANGE_SESSION ? Speech20.strange(sessionId) : sessionId;
    return new Request(
        PAYLOAD,
        DinExi.SET.encode(new V2GMessage(new MessageHeader(id, null, null), new Body(body))));
  }

  private BodyElement parameters() {
    return new ChargeParameterDiscoveryReq(
        EVRequestedEnergyTransfer.DC_EXTENDED,
        new DcEVChargeParameter(
            status(),
            amps(power.maxChargeA()),
            value(power.maxChargeW(), UnitSymbol.W, 0),
            volts(profile.limits().maxV()),
            value(power.battery().capacityWh(), UnitSymbol.WH, 0),
            null,
            100,
            80));
  }

  private BodyElement delivery(boolean start) {
    int most = (int) Math.min(Short.MAX_VALUE, power.maxChargeW());
    return new PowerDeliveryReq(
        start,
        start ? new ChargingProfile(tuple, List.of(new ProfileEntry(0, most))) : null,
        new DcEVPowerDeliveryParameter(status(), false, !start));
  }

  private BodyElement demand() {
    Plug.Reading felt = power.feel();
    double present = Double.isNaN(felt.volts()) ? 0 : felt.volts();
    double wanted = Double.isNaN(maxW) ? power.maxChargeW() : Math.min(power.maxChargeW(), maxW);
    double amps = Math.min(power.maxChargeA(), wanted / Math.max(profile.limits().minV(), present));
    return new CurrentDemandReq(
        status(),
        amps(profile.oddities().ignoresLimits() ? profile.limits().maxChargeA() : amps),
        volts(profile.limits().maxV()),
        amps(power.maxChargeA()),
        value(power.maxChargeW(), UnitSymbol.W, 0),
        false,
        power.battery().socPct() >= 100,
        null,
        null,
        volts(profile.limits().maxV()));
  }

  @Override
  public Turn answered(Phase phase, int payloadType, byte[] exi, Heard heard)
      throws ExiException, Refusal {
    V2GMessage message = (V2GMessage) DinExi.SET.decode(exi);
    BodyElement body = message.body().bodyElement();
    if (phase == Phase.SESSION_SETUP) {
      sessionId = message.header().sessionID();
    } else if (!message.header().sessionID().equals(sessionId)) {
      throw Refusal.nonsense("the response is of session " + message.header().sessionID());
    }
    return switch (phase) {
      case SESSION_SETUP -> {
        judge(phase, of(SessionSetupRes.class, body).responseCode(), heard);
        yield Ask.now(Phase.SERVICE_DISCOVERY);
      }
      case SERVICE_DISCOVERY -> {
        ServiceDiscoveryRes response = of(ServiceDiscoveryRes.class, body);
        judge(phase, response.responseCode(), heard);
        service = response.chargeService().serviceTag().serviceID();
        yield Ask.now(Phase.SERVICE_SELECTION);
      }
      case SERVICE_SELECTION -> {
        judge(phase, of(ServicePaymentSelectionRes.class, body).responseCode(), heard);
        yield Ask.now(Phase.AUTHORIZATION);
      }
      case AUTHORIZATION -> {
        ContractAuthenticationRes response = of(ContractAuthenticationRes.class, body);
        judge(phase, response.responseCode(), heard);
        yield again(phase, response.evseProcessing(), Phase.CHARGE_PARAMETERS);
      }
      case SESSION_STOP -> {
        judge(phase, of(SessionStopRes.class, body).responseCode(), heard);
        yield new Finish(new Ending(Ending.Kind.DONE, phase, "OK", "stopped"));
      }
      default -> powered(phase, body, heard);
    };
  }

  private Turn powered(Phase phase, BodyElement body, Heard heard) throws Refusal {
    return switch (phase) {
      case CHARGE_PARAMETERS -> {
        ChargeParameterDiscoveryRes response = of(ChargeParameterDiscoveryRes.class, body);
        judge(phase, response.responseCode(), heard);
        if (!response.saSchedules().saScheduleTuple().isEmpty()) {
          tuple = response.saSchedules().saScheduleTuple().get(0).saScheduleTupleID();
        }
        yield again(phase, response.evseProcessing(), Phase.CABLE_CHECK);
      }
      case CABLE_CHECK -> {
        CableCheckRes response = of(CableCheckRes.class, body);
        judge(phase, response.responseCode(), heard);
        yield again(phase, response.evseProcessing(), Phase.PRE_CHARGE);
      }
      case PRE_CHARGE -> {
        PreChargeRes response = of(PreChargeRes.class, body);
        judge(phase, response.responseCode(), heard);
        double apart = number(response.evsePresentVoltage()) - power.battery().openV();
        boolean before = near;
        near = Math.abs(apart) <= NEAR_V;
        // twice in a row: once may be a voltage that falls through the battery's
        if (!before || !near) {
          yield new Ask(phase, profile.pace().poll());
        }
        power.connect();
        yield Ask.now(Phase.POWER_START);
      }
      case POWER_START -> {
        judge(phase, of(PowerDeliveryRes.class, body).responseCode(), heard);
        yield new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
      }
      case CHARGE_LOOP -> looped(of(CurrentDemandRes.class, body), heard);
      case POWER_STOP -> {
        judge(phase, of(PowerDeliveryRes.class, body).responseCode(), heard);
        power.disconnect();
        power.notReady();
        yield Ask.now(Phase.WELDING_DETECTION);
      }
      case WELDING_DETECTION -> {
        WeldingDetectionRes response = of(WeldingDetectionRes.class, body);
        judge(phase, response.responseCode(), heard);
        yield Math.abs(number(response.evsePresentVoltage())) > SAFE_V
            ? new Ask(phase, profile.pace().poll())
            : Ask.now(Phase.SESSION_STOP);
      }
      default -> throw Refusal.nonsense("DIN 70121 has no " + phase);
    };
  }

  private Turn looped(CurrentDemandRes response, Heard heard) throws Refusal {
    judge(Phase.CHARGE_LOOP, response.responseCode(), heard);
    double volts = number(response.evsePresentVoltage());
    double byAmps = number(response.evseMaximumCurrentLimit()) * volts;
    double watts = number(response.evseMaximumPowerLimit());
    maxW = Double.isNaN(watts) ? byAmps : Double.isNaN(byAmps) ? watts : Math.min(watts, byAmps);
    heard.loop(
        new Said(
            Double.isNaN(watts) ? byAmps : watts,
            Double.NaN,
            Double.NaN,
            volts,
            number(response.evsePresentCurrent()),
            notification(response.dcEVSEStatus())));
    return switch (course.afterLoop(notification(response.dcEVSEStatus()))) {
      case STOP, PAUSE, NEW_SERVICE -> Ask.now(Phase.POWER_STOP);
      default -> new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
    };
  }

  private static String notification(DcEVSEStatus status) {
    if (status.evseNotification() != EVSENotification.NONE) {
      return status.evseNotification().wire();
    }
    return status.evseStatusCode() == DcEVSEStatusCode.EVSE_READY
            || status.evseStatusCode() == DcEVSEStatusCode.EVSE_ISOLATION_MONITORING_ACTIVE
            || status.evseStatusCode() == DcEVSEStatusCode.EVSE_NOT_READY
        ? ""
        : status.evseStatusCode().wire();
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
      case POWER_START, POWER_STOP -> Duration.ofSeconds(5);
      case CHARGE_LOOP -> Duration.ofMillis(250);
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
    return Resumption.NONE;
  }
}

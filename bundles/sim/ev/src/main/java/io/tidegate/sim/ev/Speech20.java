package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.cm.Authorization;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupRes;
import io.tidegate.codec.exi.iso15118.cm.ChargeProgress;
import io.tidegate.codec.exi.iso15118.cm.ChargingSession;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.CmMessage;
import io.tidegate.codec.exi.iso15118.cm.DynamicSMDTControlMode;
import io.tidegate.codec.exi.iso15118.cm.EimAReqAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.Parameter;
import io.tidegate.codec.exi.iso15118.cm.ParameterSet;
import io.tidegate.codec.exi.iso15118.cm.PnCAReqAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeRes;
import io.tidegate.codec.exi.iso15118.cm.ScheduledSMDTControlMode;
import io.tidegate.codec.exi.iso15118.cm.SelectedService;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.SignedMeteringData;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.codec.exi.iso15118.xmldsig.Signature;
import io.tidegate.sim.ev.Credentials.Contract;
import io.tidegate.sim.ev.VehicleProfile.Control;
import io.tidegate.sim.ev.VehicleProfile.Energy;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import java.time.Duration;

/** ISO 15118-20, as an EVCC speaks it (§8.3–8.7). */
final class Speech20 implements Speech {
  private static final int COMMON = 0x8002;
  private static final int METERING = 0x8102;
  private static final Bytes NO_SESSION = Bytes.of(new byte[8]);

  private final VehicleProfile profile;
  private final Credentials credentials;
  private final PowerTrain power;
  private final Course course;
  private final EnergyMessages20 energy;
  private final long begin = System.nanoTime();

  private Bytes sessionId = NO_SESSION;
  private Resumption earlier;
  private Bytes challenge = Bytes.of(new byte[16]);
  private int parameterSet;
  private boolean unified = true;
  private Signature stale;
  private MeterInfo meter;
  private ChargingSession stop = ChargingSession.TERMINATE;
  private boolean delivering;

  Speech20(
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
    this.parameterSet = earlier.parameterSet();
    this.energy =
        profile.energy() == Energy.DC
            ? new DcMessages20(profile, power, this::departureS)
            : new AcMessages20(profile, power, this::departureS);
  }

  private boolean contract() {
    return profile.identification() == Identification.CONTRACT
        && credentials.contract().isPresent();
  }

  private long departureS() {
    return Math.max(
        60, profile.needs().departure().toSeconds() - (System.nanoTime() - begin) / 1_000_000_000);
  }

  /** Of the service that it wants. */
  private int service() {
    if (profile.energy() == Energy.DC) {
      return profile.bidirectional() ? 6 : 2;
    }
    return profile.bidirectional() ? 5 : 1;
  }

  // requests

  @Override
  public Request request(Phase phase, Flaw flaw) {
    return switch (phase) {
      case CHARGE_PARAMETERS -> energy.parameters(header(flaw, null));
      case CABLE_CHECK -> {
        power.ready();
        yield energy.cableCheck(header(flaw, null));
      }
      case PRE_CHARGE -> energy.preCharge(header(flaw, null));
      case CHARGE_LOOP -> energy.loop(header(flaw, null), contract() || course.loops() == 0);
      case WELDING_DETECTION -> energy.welding(header(flaw, null));
      case METERING -> metering(flaw);
      default -> new Request(COMMON, CmExi.SET.encode(common(phase, flaw)));
    };
  }

  private CmMessage common(Phase phase, Flaw flaw) {
    MessageHeader header = header(flaw, null);
    return switch (phase) {
      case SESSION_SETUP -> new SessionSetupReq(setup(flaw), profile.evccId());
      case AUTHORIZATION_SETUP -> new AuthorizationSetupReq(header);
      case AUTHORIZATION -> authorization(flaw);
      case SERVICE_DISCOVERY -> new ServiceDiscoveryReq(header, null);
      case SERVICE_DETAIL -> new ServiceDetailReq(header, service());
      case SERVICE_SELECTION ->
          new ServiceSelectionReq(header, new SelectedService(service(), parameterSet), null);
      case SCHEDULE_EXCHANGE -> Needs20.exchange(header, profile, power.battery(), departureS());
      case POWER_START -> start(header);
      case POWER_RENEGOTIATE -> delivery(header, ChargeProgress.SCHEDULE_RENEGOTIATION);
      case POWER_STANDBY -> delivery(header, ChargeProgress.STANDBY);
      case POWER_STOP -> {
        power.follow(0);
        yield delivery(header, ChargeProgress.STOP);
      }
      default -> new SessionStopReq(header, stop, null, null);
    };
  }

  private MessageHeader header(Flaw flaw, Signature signature) {
    Bytes id = flaw == Flaw.STRANGE_SESSION ? strange(sessionId) : sessionId;
    boolean old = signature == null && profile.oddities().staleSignature();
    return new MessageHeader(id, System.currentTimeMillis() / 1000, old ? stale : signature);
  }

  private MessageHeader setup(Flaw flaw) {
    if (flaw == Flaw.STRANGE_SESSION || !earlier.present()) {
      sessionId = profile.oddities().emptySessionId() ? Bytes.EMPTY : NO_SESSION;
    } else {
      sessionId = earlier.sessionId();
    }
    return header(flaw, null);
  }

  static Bytes strange(Bytes id) {
    byte[] other = id.isEmpty() ? new byte[8] : id.toArray();
    other[other.length - 1] ^= 0x55;
    return Bytes.of(other);
  }

  private AuthorizationReq authorization(Flaw flaw) {
    if (!contract()) {
      return new AuthorizationReq(
          header(flaw, null), Authorization.EIM, new EimAReqAuthorizationMode(), null);
    }
    Contract contract = credentials.contract().orElseThrow();
    PnCAReqAuthorizationMode mode =
        new PnCAReqAuthorizationMode(
            "id1",
            flaw == Flaw.STALE_CHALLENGE ? strange(challenge) : challenge,
            Contract20.chain(contract));
    Signature signature =
        Contract20.sign("id1", CmExi.encodePnCAReqAuthorizationMode(mode), contract, flaw);
    stale = signature;
    return new AuthorizationReq(header(flaw, signature), Authorization.PN_C, null, mode);
  }

  private PowerDeliveryReq start(MessageHeader header) {
    power.ready();
    return new PowerDeliveryReq(
        header,
        Processing.FINISHED,
        ChargeProgress.START,
        course.profile(profile, power),
        profile.bidirectional() && !unified
            ? io.tidegate.codec.exi.iso15118.cm.ChannelSelection.CHARGE
            : null);
  }

  private static PowerDeliveryReq delivery(MessageHeader header, ChargeProgress progress) {
    return new PowerDeliveryReq(header, Processing.FINISHED, progress, null, null);
  }

  private Request metering(Flaw flaw) {
    MeterInfo info =
        meter == null ? new MeterInfo("none", 0, null, null, null, null, null, null) : meter;
    boolean dynamic = profile.control() == Control.DYNAMIC;
    SignedMeteringData data =
        new SignedMeteringData(
            "id2",
            sessionId,
            info,
            null,
            dynamic ? new DynamicSMDTControlMode() : null,
            dynamic ? null : new ScheduledSMDTControlMode(Math.max(1, course.tuple())));
    Signature signature =
        credentials
            .contract()
            .map(c -> Contract20.sign("id2", CmExi.encodeSignedMeteringData(data), c, flaw))
            .orElse(null);
    return new Request(
        METERING, CmExi.SET.encode(new MeteringConfirmationReq(header(flaw, signature), data)));
  }

  // responses

  @Override
  public Turn answered(Phase phase, int payloadType, byte[] exi, Heard heard)
      throws ExiException, Refusal {
    if (payloadType != COMMON && payloadType != METERING) {
      V2GResponse response = energy.decode(exi);
      judge(phase, response, heard);
      return energyTurn(phase, response, heard);
    }
    if (!(CmExi.SET.decode(exi) instanceof V2GResponse response)) {
      throw Refusal.nonsense("a request came as a response");
    }
    judge(phase, response, heard);
    return commonTurn(phase, response);
  }

  private void judge(Phase phase, V2GResponse response, Heard heard) throws Refusal {
    String code = response.responseCode().wire();
    heard.code(code);
    if (code.startsWith("FAILED")) {
      throw new Refusal(Ending.Kind.REFUSED, code, phase + " was answered " + code);
    }
    if (code.startsWith("WARNING") && phase == Phase.AUTHORIZATION) {
      throw new Refusal(Ending.Kind.REFUSED, code, "not authorised: " + code);
    }
    Bytes theirs = response.header().sessionID();
    if (phase != Phase.SESSION_SETUP && !theirs.equals(sessionId)) {
      throw Refusal.nonsense("the session is " + sessionId + ", the response says " + theirs);
    }
  }

  private Turn commonTurn(Phase phase, V2GResponse response) throws Refusal {
    return switch (phase) {
      case SESSION_SETUP -> sessionSetUp(response);
      case AUTHORIZATION_SETUP -> authorizationSetUp(of(AuthorizationSetupRes.class, response));
      case AUTHORIZATION ->
          again(
              phase,
              of(AuthorizationRes.class, response).evseProcessing(),
              Phase.SERVICE_DISCOVERY);
      case SERVICE_DISCOVERY -> discovered(of(ServiceDiscoveryRes.class, response));
      case SERVICE_DETAIL -> detailed(of(ServiceDetailRes.class, response));
      case SERVICE_SELECTION -> Ask.now(Phase.CHARGE_PARAMETERS);
      case SCHEDULE_EXCHANGE -> scheduled(of(ScheduleExchangeRes.class, response));
      case POWER_START, POWER_STANDBY, METERING -> {
        delivering = delivering || phase == Phase.POWER_START;
        yield new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
      }
      case POWER_RENEGOTIATE -> Ask.now(Phase.SCHEDULE_EXCHANGE);
      case POWER_STOP -> {
        delivering = false;
        power.disconnect();
        power.notReady();
        yield Ask.now(profile.energy() == Energy.DC ? Phase.WELDING_DETECTION : Phase.SESSION_STOP);
      }
      case SESSION_STOP -> stopped();
      default -> throw Refusal.nonsense("a common message answered " + phase);
    };
  }

  private Turn sessionSetUp(V2GResponse response) {
    sessionId = response.header().sessionID();
    boolean joined = response.responseCode().wire().equals("OK_OldSessionJoined");
    earlier = Resumption.NONE;
    return Ask.now(joined ? Phase.CHARGE_PARAMETERS : Phase.AUTHORIZATION_SETUP);
  }

  private Turn authorizationSetUp(AuthorizationSetupRes response) throws Refusal {
    Authorization wanted = contract() ? Authorization.PN_C : Authorization.EIM;
    if (!response.authorizationServices().contains(wanted)) {
      throw Refusal.nonsense("the station does not offer " + wanted);
    }
    if (response.pnCASResAuthorizationMode() != null) {
      challenge = response.pnCASResAuthorizationMode().genChallenge();
    } else if (contract()) {
      throw Refusal.nonsense("Plug and Charge is offered without a challenge");
    }
    return Ask.now(Phase.AUTHORIZATION);
  }

  private Turn discovered(ServiceDiscoveryRes response) throws Refusal {
    boolean offered =
        response.energyTransferServiceList().service().stream()
            .anyMatch(s -> s.serviceID() == service());
    if (!offered) {
      throw Refusal.nonsense("the station has no service " + service());
    }
    return Ask.now(Phase.SERVICE_DETAIL);
  }

  private Turn detailed(ServiceDetailRes response) throws Refusal {
    ParameterSet chosen =
        response.serviceParameterList().parameterSet().stream()
            .filter(
                set -> value(set, "ControlMode") == (profile.control() == Control.DYNAMIC ? 2 : 1))
            .findFirst()
            .orElseThrow(
                () -> Refusal.nonsense("service " + service() + " has no " + profile.control()));
    parameterSet = chosen.parameterSetID();
    unified = value(chosen, "BPTChannel") != 2;
    return Ask.now(Phase.SERVICE_SELECTION);
  }

  private static int value(ParameterSet set, String name) {
    return set.parameter().stream()
        .filter(p -> p.name().equals(name) && p.intValue() != null)
        .mapToInt(Parameter::intValue)
        .findFirst()
        .orElse(0);
  }

  private Turn scheduled(ScheduleExchangeRes response) throws Refusal {
    if (response.evseProcessing() != Processing.FINISHED) {
      return new Ask(Phase.SCHEDULE_EXCHANGE, profile.pace().poll());
    }
    boolean dynamic = profile.control() == Control.DYNAMIC;
    if (dynamic == (response.dynamicSEResControlMode() == null)) {
      throw Refusal.nonsense("the schedule is of the other control mode");
    }
    if (!dynamic) {
      course.offered(response.scheduledSEResControlMode());
    }
    if (Boolean.TRUE.equals(response.goToPause())) {
      stop = ChargingSession.PAUSE;
      return Ask.now(Phase.SESSION_STOP);
    }
    if (delivering || profile.energy() == Energy.AC) {
      return Ask.now(Phase.POWER_START);
    }
    return Ask.now(Phase.CABLE_CHECK);
  }

  private Turn stopped() {
    ChargingSession was = stop;
    stop = ChargingSession.TERMINATE;
    return switch (was) {
      case SERVICE_RENEGOTIATION -> Ask.now(Phase.SERVICE_DISCOVERY);
      case PAUSE -> new Finish(new Ending(Ending.Kind.PAUSED, Phase.SESSION_STOP, "OK", "paused"));
      case TERMINATE ->
          new Finish(new Ending(Ending.Kind.DONE, Phase.SESSION_STOP, "OK", "stopped"));
    };
  }

  private Turn energyTurn(Phase phase, V2GResponse response, Heard heard) throws Refusal {
    return switch (phase) {
      case CHARGE_PARAMETERS -> {
        energy.judge(response);
        yield Ask.now(Phase.SCHEDULE_EXCHANGE);
      }
      case CABLE_CHECK -> again(phase, energy.cableChecked(response), Phase.PRE_CHARGE);
      case PRE_CHARGE -> {
        if (!energy.preCharged(response)) {
          yield new Ask(Phase.PRE_CHARGE, profile.pace().poll());
        }
        power.connect();
        yield Ask.now(Phase.POWER_START);
      }
      case CHARGE_LOOP -> looped(response, heard);
      case WELDING_DETECTION ->
          energy.welded(response)
              ? new Ask(Phase.WELDING_DETECTION, profile.pace().poll())
              : Ask.now(Phase.SESSION_STOP);
      default -> throw Refusal.nonsense("a message of energy transfer answered " + phase);
    };
  }

  private Turn looped(V2GResponse response, Heard heard) throws Refusal {
    if (profile.energy() == Energy.AC) {
      power.connect();
    }
    Said said = energy.said(response);
    if (profile.control() == Control.SCHEDULED && Double.isNaN(said.targetW())) {
      power.follow(course.nowW());
    }
    MeterInfo read = energy.meter(response);
    meter = read == null ? meter : read;
    heard.loop(said);
    Course.Decision next = course.afterLoop(said.notification());
    return switch (next) {
      case GO_ON -> new Ask(Phase.CHARGE_LOOP, profile.pace().loop());
      case STOP -> stopping(ChargingSession.TERMINATE);
      case PAUSE -> stopping(ChargingSession.PAUSE);
      case NEW_SERVICE -> stopping(ChargingSession.SERVICE_RENEGOTIATION);
      case NEW_SCHEDULE -> Ask.now(Phase.POWER_RENEGOTIATE);
      case CONFIRM_METER -> Ask.now(Phase.METERING);
      case STANDBY -> Ask.now(Phase.POWER_STANDBY);
      case WAKE -> Ask.now(Phase.POWER_START);
    };
  }

  private Turn stopping(ChargingSession how) {
    stop = how;
    return Ask.now(Phase.POWER_STOP);
  }

  private Turn again(Phase phase, Processing processing, Phase next) {
    return processing == Processing.FINISHED
        ? Ask.now(next)
        : new Ask(phase, profile.pace().poll());
  }

  private static <T> T of(Class<T> expected, Object response) throws Refusal {
    if (!expected.isInstance(response)) {
      throw Refusal.nonsense(
          "a "
              + response.getClass().getSimpleName()
              + " came where "
              + expected.getSimpleName()
              + " was due");
    }
    return expected.cast(response);
  }

  /** Table 210 of the standard, in outline. */
  @Override
  public Duration timeout(Phase phase) {
    return switch (phase) {
      case SERVICE_DETAIL, CERTIFICATE_INSTALLATION -> Duration.ofSeconds(5);
      case CHARGE_LOOP -> Duration.ofMillis(500);
      default -> ORDINARY;
    };
  }

  @Override
  public Duration stuck(Phase phase) {
    return switch (phase) {
      case CABLE_CHECK -> Duration.ofSeconds(40);
      case PRE_CHARGE, WELDING_DETECTION -> Duration.ofSeconds(10);
      default -> Duration.ofSeconds(60);
    };
  }

  @Override
  public Resumption resumption() {
    return new Resumption(sessionId, course.tuple(), parameterSet);
  }
}

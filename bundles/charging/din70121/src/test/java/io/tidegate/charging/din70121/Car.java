package io.tidegate.charging.din70121;

import io.tidegate.api.vehicle.VehicleQuirkBook;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.charging.vehicle.classic.Classic;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.din.AcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.din.Body;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.CableCheckReq;
import io.tidegate.codec.exi.iso15118.din.CableCheckRes;
import io.tidegate.codec.exi.iso15118.din.CertificateChain;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.din.ChargingProfile;
import io.tidegate.codec.exi.iso15118.din.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationReq;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationRes;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.din.DcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.din.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.din.DcEVStatus;
import io.tidegate.codec.exi.iso15118.din.DinExi;
import io.tidegate.codec.exi.iso15118.din.EVRequestedEnergyTransfer;
import io.tidegate.codec.exi.iso15118.din.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.din.MessageHeader;
import io.tidegate.codec.exi.iso15118.din.MeterInfo;
import io.tidegate.codec.exi.iso15118.din.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.din.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.din.PaymentOption;
import io.tidegate.codec.exi.iso15118.din.PhysicalValue;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.din.PreChargeReq;
import io.tidegate.codec.exi.iso15118.din.ProfileEntry;
import io.tidegate.codec.exi.iso15118.din.ResponseCode;
import io.tidegate.codec.exi.iso15118.din.SelectedService;
import io.tidegate.codec.exi.iso15118.din.SelectedServiceList;
import io.tidegate.codec.exi.iso15118.din.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.din.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.din.ServicePaymentSelectionReq;
import io.tidegate.codec.exi.iso15118.din.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.din.SessionStopReq;
import io.tidegate.codec.exi.iso15118.din.UnitSymbol;
import io.tidegate.codec.exi.iso15118.din.V2GMessage;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionReq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.helpers.NOPLogger;

/** A vehicle that speaks DIN 70121 to a {@link Rig} with the dialect. */
final class Car {
  /** Stations on a vehicle's way, each reached by a request that is answered. */
  enum Stop {
    CONNECTED,
    SET_UP,
    DISCOVERED,
    SELECTED,
    AUTHORISED,
    AGREED,
    CHECKED,
    PRE_CHARGED,
    STARTED,
    LOOPING,
    STOPPED
  }

  private static final int MOST_REPETITIONS = 9;
  private static final Duration PAUSE = Duration.ofMillis(400);

  final Map<String, Object> properties = new HashMap<>();
  final Rig rig = new Rig(Rig.dc(), DinLanguage.PROTOCOL, this::dialect);
  final List<byte[]> said = new ArrayList<>();
  VehicleQuirks quirks = VehicleQuirks.NONE;
  Bytes session = Bytes.of(new byte[8]);

  private Classic dialect() {
    Classic classic =
        new Classic(
            Din70121Dialect.PID,
            new DinLanguage(),
            Din70121Dialect.SCHEMA,
            properties,
            Runnable::run,
            NOPLogger.NOP_LOGGER);
    classic.bind((VehicleQuirkBook) make -> quirks);
    return classic;
  }

  static byte[] bytes(Bytes session, BodyElement body) {
    return DinExi.SET.encode(
        new V2GMessage(new MessageHeader(session, null, null), new Body(body)));
  }

  BodyElement say(BodyElement body) {
    return say(bytes(session, body));
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
      return (V2GMessage) DinExi.SET.decode(reply);
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
      if (stop.compareTo(first) >= 0 && stop.compareTo(goal) <= 0) {
        go(stop);
      }
    }
    return this;
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
      case AUTHORISED -> authorise();
      case AGREED -> ok(parameters());
      case CHECKED -> check();
      case PRE_CHARGED -> ok(preCharge());
      case STARTED -> ok(delivery(true, 20_000));
      case LOOPING -> ok(demand(10));
      case STOPPED -> ok(delivery(false, 0));
    }
  }

  BodyElement ok(BodyElement request) {
    BodyElement reply = say(request);
    if (reply == null || !code(reply).wire().startsWith("OK")) {
      throw new AssertionError(request + " → " + reply + "; " + rig.closed);
    }
    return reply;
  }

  private void authorise() {
    EVSEProcessing processing = EVSEProcessing.ONGOING;
    for (int i = 0; i < MOST_REPETITIONS && processing != EVSEProcessing.FINISHED; i++) {
      processing =
          ((ContractAuthenticationRes) ok(new ContractAuthenticationReq(null, null)))
              .evseProcessing();
      rig.pass(PAUSE);
    }
  }

  private void check() {
    EVSEProcessing processing = EVSEProcessing.ONGOING;
    for (int i = 0; i < MOST_REPETITIONS && processing != EVSEProcessing.FINISHED; i++) {
      processing = ((CableCheckRes) ok(new CableCheckReq(status()))).evseProcessing();
      rig.pass(PAUSE);
    }
  }

  SessionSetupReq setup() {
    return new SessionSetupReq(Bytes.ofHex("0000001122334455"));
  }

  static ServicePaymentSelectionReq selection() {
    return new ServicePaymentSelectionReq(
        PaymentOption.EXTERNAL_PAYMENT,
        new SelectedServiceList(List.of(new SelectedService(1, null))));
  }

  static PhysicalValue value(int value, UnitSymbol unit) {
    return new PhysicalValue(0, unit, value);
  }

  static DcEVStatus status() {
    return new DcEVStatus(true, null, null, DcEVErrorCode.NO_ERROR, 40);
  }

  ChargeParameterDiscoveryReq parameters() {
    return new ChargeParameterDiscoveryReq(
        EVRequestedEnergyTransfer.DC_EXTENDED,
        new DcEVChargeParameter(
            status(),
            value(120, UnitSymbol.A),
            null,
            value(450, null),
            value(30_000, UnitSymbol.WH),
            null,
            null,
            null));
  }

  static ChargeParameterDiscoveryReq alternating() {
    return new ChargeParameterDiscoveryReq(
        EVRequestedEnergyTransfer.AC_THREE_PHASE_CORE,
        new AcEVChargeParameter(
            0,
            value(1, UnitSymbol.WH),
            value(230, UnitSymbol.V),
            value(16, UnitSymbol.A),
            value(6, UnitSymbol.A)));
  }

  PreChargeReq preCharge() {
    return new PreChargeReq(status(), value(400, UnitSymbol.V), value(1, UnitSymbol.A));
  }

  static PowerDeliveryReq delivery(boolean ready, int watts) {
    return new PowerDeliveryReq(
        ready, ready ? new ChargingProfile(1, List.of(new ProfileEntry(0, watts))) : null, null);
  }

  static CurrentDemandReq demand(int amps) {
    return new CurrentDemandReq(
        status(),
        value(amps, UnitSymbol.A),
        value(450, UnitSymbol.V),
        value(120, UnitSymbol.A),
        value(30_000, UnitSymbol.W),
        null,
        false,
        null,
        null,
        value(420, UnitSymbol.V));
  }

  /** Every request that the schema has, but for certificates. */
  List<BodyElement> everything() {
    return List.of(
        setup(),
        new ServiceDiscoveryReq(null, null),
        new ServiceDetailReq(1),
        selection(),
        new PaymentDetailsReq("C1", new CertificateChain(Bytes.EMPTY, null)),
        new ContractAuthenticationReq(null, null),
        parameters(),
        new CableCheckReq(status()),
        preCharge(),
        delivery(true, 1_000),
        delivery(false, 0),
        new ChargingStatusReq(),
        demand(10),
        new MeteringReceiptReq(null, session, 1, new MeterInfo("M1", null, null, null, null)),
        new WeldingDetectionReq(status()),
        new SessionStopReq());
  }
}

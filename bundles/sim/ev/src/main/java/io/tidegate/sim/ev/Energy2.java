package io.tidegate.sim.ev;

import static io.tidegate.sim.ev.Numbers.multiplier;
import static io.tidegate.sim.ev.Numbers.scaled;
import static io.tidegate.sim.ev.Numbers.worth;

import io.tidegate.codec.exi.iso15118.iso2.AcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.AcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeProgress;
import io.tidegate.codec.exi.iso15118.iso2.ChargingProfile;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.DcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.iso2.DcEVPowerDeliveryParameter;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatus;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEStatusCode;
import io.tidegate.codec.exi.iso15118.iso2.DcEVStatus;
import io.tidegate.codec.exi.iso15118.iso2.EVSENotification;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.PhysicalValue;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeReq;
import io.tidegate.codec.exi.iso15118.iso2.ProfileEntry;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleTuple;
import io.tidegate.codec.exi.iso15118.iso2.UnitSymbol;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import io.tidegate.sim.ev.Speech.Refusal;
import io.tidegate.sim.ev.Speech.Said;
import io.tidegate.sim.ev.VehicleProfile.Energy;
import io.tidegate.sim.ev.VehicleProfile.Limits;
import java.util.List;

/** What ISO 15118-2 says about energy: parameters, schedule, voltages, currents. */
final class Energy2 {
  private static final double NEAR_V = 20;
  private static final double SAFE_V = 60;
  private static final double NOMINAL_V = 230;
  private static final double PRE_CHARGE_A = 2;

  private final VehicleProfile profile;
  private final PowerTrain power;
  private EnergyTransferMode mode;
  private int tuple;
  private double pMaxW = Double.MAX_VALUE;
  private double maxW = Double.NaN;
  private double nominalV = NOMINAL_V;
  private boolean near;

  Energy2(VehicleProfile profile, PowerTrain power, int tuple) {
    this.profile = profile;
    this.power = power;
    this.tuple = tuple;
    this.mode =
        profile.energy() == Energy.DC
            ? EnergyTransferMode.DC_EXTENDED
            : profile.limits().phases() == 3
                ? EnergyTransferMode.AC_THREE_PHASE_CORE
                : EnergyTransferMode.AC_SINGLE_PHASE_CORE;
  }

  /** Of the schedule, from 1. */
  int tuple() {
    return Math.max(1, tuple);
  }

  private static PhysicalValue value(double number, UnitSymbol unit, int finest) {
    int multiplier = multiplier(number, finest);
    return new PhysicalValue(multiplier, unit, scaled(number, multiplier));
  }

  static PhysicalValue watts(double number) {
    return value(number, UnitSymbol.W, 0);
  }

  static PhysicalValue wattHours(double number) {
    return value(number, UnitSymbol.WH, 0);
  }

  static PhysicalValue amps(double number) {
    return value(number, UnitSymbol.A, -1);
  }

  static PhysicalValue volts(double number) {
    return value(number, UnitSymbol.V, -1);
  }

  private static double number(PhysicalValue value) {
    return value == null ? Double.NaN : worth(value.value(), value.multiplier());
  }

  /** The station's modes: the vehicle takes the best that both have. */
  void offered(List<EnergyTransferMode> modes) throws Refusal {
    List<EnergyTransferMode> able =
        profile.energy() == Energy.DC
            ? List.of(
                EnergyTransferMode.DC_EXTENDED,
                EnergyTransferMode.DC_COMBO_CORE,
                EnergyTransferMode.DC_CORE)
            : profile.limits().phases() == 3
                ? List.of(
                    EnergyTransferMode.AC_THREE_PHASE_CORE, EnergyTransferMode.AC_SINGLE_PHASE_CORE)
                : List.of(EnergyTransferMode.AC_SINGLE_PHASE_CORE);
    mode =
        able.stream()
            .filter(modes::contains)
            .findFirst()
            .orElseThrow(() -> Refusal.nonsense("no mode in common: " + modes));
  }

  private int phases() {
    return mode == EnergyTransferMode.AC_THREE_PHASE_CORE ? 3 : 1;
  }

  private DcEVStatus status() {
    int soc = profile.oddities().hidesSoc() ? 0 : Numbers.percent(power.battery().socPct());
    return new DcEVStatus(true, DcEVErrorCode.NO_ERROR, soc);
  }

  BodyElement parameters() {
    Limits limits = profile.limits();
    Battery battery = power.battery();
    long departure = profile.needs().departure().toSeconds();
    double wanted = Math.max(0, battery.wattHoursTo(profile.needs().targetSocPct()));
    return new ChargeParameterDiscoveryReq(
        null,
        mode,
        profile.energy() == Energy.DC
            ? new DcEVChargeParameter(
                departure,
                status(),
                amps(power.maxChargeA()),
                watts(power.maxChargeW()),
                volts(limits.maxV()),
                wattHours(battery.capacityWh()),
                wattHours(wanted),
                100,
                80)
            : new AcEVChargeParameter(
                departure,
                wattHours(wanted),
                volts(limits.maxV()),
                amps(limits.maxChargeA()),
                amps(6)));
  }

  /** What the station can, and the first of its schedules once they are there. */
  void parameters(ChargeParameterDiscoveryRes response) {
    if (response.evseChargeParameter() instanceof AcEVSEChargeParameter ac) {
      nominalV = number(ac.evseNominalVoltage());
      maxW = number(ac.evseMaxCurrent()) * nominalV * phases();
    }
    if (response.saSchedules() != null && !response.saSchedules().saScheduleTuple().isEmpty()) {
      List<SAScheduleTuple> tuples = response.saSchedules().saScheduleTuple();
      int before = tuple;
      SAScheduleTuple chosen =
          tuples.stream()
              .filter(t -> t.saScheduleTupleID() == before)
              .findFirst()
              .orElse(tuples.get(0));
      tuple = chosen.saScheduleTupleID();
      pMaxW = number(chosen.pMaxSchedule().pMaxScheduleEntry().get(0).pMax());
    }
  }

  BodyElement cableCheck() {
    return new CableCheckReq(status());
  }

  BodyElement preCharge() {
    return new PreChargeReq(status(), volts(power.battery().openV()), amps(PRE_CHARGE_A));
  }

  /** Twice in a row: once may be a voltage that falls through the battery's. */
  boolean preCharged(PhysicalValue present) {
    boolean before = near;
    near = Math.abs(number(present) - power.battery().openV()) <= NEAR_V;
    return before && near;
  }

  boolean live(PhysicalValue present) {
    return Math.abs(number(present)) > SAFE_V;
  }

  BodyElement delivery(ChargeProgress progress) {
    boolean start = progress == ChargeProgress.START;
    double most = Math.min(pMaxW, power.maxChargeW());
    return new PowerDeliveryReq(
        progress,
        tuple(),
        start ? new ChargingProfile(List.of(new ProfileEntry(0, watts(most), null))) : null,
        profile.energy() == Energy.DC
            ? new DcEVPowerDeliveryParameter(status(), false, !start)
            : null);
  }

  BodyElement loop() {
    Plug.Reading felt = power.feel();
    if (profile.energy() == Energy.AC) {
      return new ChargingStatusReq();
    }
    Limits limits = profile.limits();
    double present = Double.isNaN(felt.volts()) ? 0 : felt.volts();
    double wanted = Math.min(power.maxChargeW(), Double.isNaN(maxW) ? pMaxW : maxW);
    double amps = Math.min(power.maxChargeA(), wanted / Math.max(limits.minV(), present));
    return new CurrentDemandReq(
        status(),
        amps(profile.oddities().ignoresLimits() ? limits.maxChargeA() : amps),
        volts(limits.maxV()),
        amps(power.maxChargeA()),
        watts(power.maxChargeW()),
        false,
        power.battery().socPct() >= 100,
        null,
        null,
        volts(limits.maxV()));
  }

  Said said(CurrentDemandRes response) {
    double amps = number(response.evseMaximumCurrentLimit());
    double volts = number(response.evsePresentVoltage());
    double watts = number(response.evseMaximumPowerLimit());
    double byAmps = Double.isNaN(amps) ? Double.NaN : amps * volts;
    maxW = Double.isNaN(watts) ? byAmps : Double.isNaN(byAmps) ? watts : Math.min(watts, byAmps);
    return new Said(
        Double.isNaN(watts) ? byAmps : watts,
        Double.NaN,
        Double.NaN,
        volts,
        number(response.evsePresentCurrent()),
        notification(response.dcEVSEStatus()));
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

  Said said(ChargingStatusRes response) {
    double amps = number(response.evseMaxCurrent());
    if (!Double.isNaN(amps)) {
      maxW = amps * nominalV * phases();
    }
    power.follow(Math.min(Double.isNaN(maxW) ? pMaxW : maxW, power.maxChargeW()));
    EVSENotification notification = response.acEVSEStatus().evseNotification();
    return new Said(
        maxW,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        notification == EVSENotification.NONE ? "" : notification.wire());
  }

  BodyElement welding() {
    return new WeldingDetectionReq(status());
  }
}

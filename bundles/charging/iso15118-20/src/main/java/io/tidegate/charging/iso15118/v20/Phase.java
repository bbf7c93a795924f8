package io.tidegate.charging.iso15118.v20;

import io.tidegate.codec.exi.iso15118.ac.AcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.ac.AcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.cm.MeteringConfirmationReq;
import io.tidegate.codec.exi.iso15118.cm.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.cm.ScheduleExchangeReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionStopReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckInReq;
import io.tidegate.codec.exi.iso15118.cm.VehicleCheckOutReq;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.exi.iso15118.dc.DcCableCheckReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.dc.DcPreChargeReq;
import io.tidegate.codec.exi.iso15118.dc.DcWeldingDetectionReq;
import java.util.Set;

/** How far a session is, and what it accepts then; anything else is out of order (§8.8.4). */
enum Phase {
  SETUP(SessionSetupReq.class),
  AUTHORISATION_SETUP(AuthorizationSetupReq.class, VehicleCheckInReq.class, SessionStopReq.class),
  AUTHORISATION(AuthorizationReq.class, CertificateInstallationReq.class, SessionStopReq.class),
  DISCOVERY(ServiceDiscoveryReq.class, VehicleCheckInReq.class, SessionStopReq.class),
  SELECTION(ServiceDetailReq.class, ServiceSelectionReq.class, SessionStopReq.class),
  PARAMETERS(
      AcChargeParameterDiscoveryReq.class,
      DcChargeParameterDiscoveryReq.class,
      VehicleCheckInReq.class,
      SessionStopReq.class),
  SCHEDULE(ScheduleExchangeReq.class, SessionStopReq.class),
  /** DC only. */
  CABLE_CHECK(DcCableCheckReq.class, PowerDeliveryReq.class, SessionStopReq.class),
  /** DC only. */
  PRE_CHARGE(DcPreChargeReq.class, PowerDeliveryReq.class, SessionStopReq.class),
  /** AC only: power may be asked for. */
  READY(PowerDeliveryReq.class, SessionStopReq.class),
  LOOP(
      AcChargeLoopReq.class,
      DcChargeLoopReq.class,
      PowerDeliveryReq.class,
      ScheduleExchangeReq.class,
      MeteringConfirmationReq.class),
  /** The contactor is closed, a new schedule is to be agreed on. */
  RENEGOTIATION(ScheduleExchangeReq.class, PowerDeliveryReq.class),
  /** The contactor is closed, the new schedule is to be put into force. */
  REDELIVERY(
      ScheduleExchangeReq.class,
      PowerDeliveryReq.class,
      AcChargeLoopReq.class,
      DcChargeLoopReq.class),
  /** The vehicle has left state C without a word: only the way out is open. */
  HALTED(PowerDeliveryReq.class, SessionStopReq.class),
  STANDBY(
      AcChargeLoopReq.class,
      DcChargeLoopReq.class,
      DcCableCheckReq.class,
      DcPreChargeReq.class,
      PowerDeliveryReq.class,
      MeteringConfirmationReq.class),
  STOPPED(
      DcWeldingDetectionReq.class,
      MeteringConfirmationReq.class,
      VehicleCheckOutReq.class,
      SessionStopReq.class),
  /** A fault forbids power: whatever comes next is answered with FAILED, and that is the end. */
  DOOMED,
  ENDED;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of
  private final Set<Class<?>> accepted;

  Phase(Class<?>... accepted) {
    this.accepted = Set.of(accepted);
  }

  boolean accepts(V2GMessage request) {
    return accepted.contains(request.getClass());
  }

  /** The contactor is closed or may be. */
  boolean energised() {
    return this == LOOP || this == RENEGOTIATION || this == REDELIVERY;
  }
}

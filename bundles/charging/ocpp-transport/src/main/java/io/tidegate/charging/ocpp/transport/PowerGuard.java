package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Stands before the wire: a call that moves power leaves only with a clearance of the safety
 * envelope, redeemed at that moment, or as a base profile within the static safe share. The
 * transport frames the calls itself, so the action judged here is the action sent. Thread-safe.
 */
final class PowerGuard {
  private static final int ID_LENGTH = 36;
  private static final int ACTION_LENGTH = 64;
  private static final Set<String> ALWAYS =
      Set.of("SetChargingProfile", "UpdateDynamicSchedule", "SetDERControl", "AFRRSignal");
  private static final Set<String> WITH_PROFILE =
      Set.of("RequestStartTransaction", "RemoteStartTransaction");

  private static final String DER = "SetDERControl";

  /** Grid support functions (OCPP 2.1 block R) that only take power away. */
  private static final Set<String> RESTRICTING =
      Set.of(
          "EnterService",
          "Gradients",
          "LimitMaxDischarge",
          "HFMustTrip",
          "HFMayTrip",
          "HVMustTrip",
          "HVMomCess",
          "HVMayTrip",
          "LFMustTrip",
          "LVMustTrip",
          "LVMomCess",
          "LVMayTrip",
          "PowerMonitoringMustTrip");

  private final Offices offices;
  private final Supplier<Optional<SiteModel>> site;

  PowerGuard(Offices offices, Supplier<Optional<SiteModel>> site) {
    this.offices = offices;
    this.site = site;
  }

  /**
   * Whether a frame that a dialect writes itself is an answer (CALLRESULT, CALLERROR, of 2.1
   * CALLRESULTERROR), no call.
   */
  static boolean answer(String frame) {
    return frame.length() > 3
        && frame.charAt(0) == '['
        && "345".indexOf(frame.charAt(1)) >= 0
        && frame.startsWith(",\"", 2);
  }

  /** Whether the call may be queued: well-formed, and cleared or in no need of it. */
  boolean admits(StationId station, OutboundCall call) {
    if (!plain(call.id(), ID_LENGTH, "._:+-") || !plain(call.action(), ACTION_LENGTH, "")) {
      return false;
    }
    Payload.Form form = Payload.formOf(call.payload());
    return form != Payload.Form.MALFORMED
        && (!movesPower(call, () -> form)
            || call.clearance().isPresent()
            || safeShare(station, call));
  }

  /** Whether the bytes of an admitted call may leave now; redeems its clearance. */
  boolean releases(StationId station, OutboundCall call) {
    if (!movesPower(call, () -> Payload.formOf(call.payload()))) {
      return true;
    }
    return call.clearance()
        .map(clearance -> addressed(station, clearance) && offices.redeem(clearance))
        .orElseGet(() -> safeShare(station, call));
  }

  /** Whether a text is made of letters, digits and these marks, all ASCII. */
  private static boolean plain(String text, int most, String marks) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && marks.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= most;
  }

  /**
   * @param form asked for where the action alone does not tell
   */
  private static boolean movesPower(OutboundCall call, Supplier<Payload.Form> form) {
    String action = call.action();
    if (action.equals(DER)) {
      return !RESTRICTING.contains(Payload.text(call.payload(), "controlType"));
    }
    return ALWAYS.contains(action)
        || (WITH_PROFILE.contains(action) && form.get() == Payload.Form.WITH_PROFILE);
  }

  private boolean safeShare(StationId station, OutboundCall call) {
    return call.action().equals("SetChargingProfile")
        && site.get().map(m -> SafeShare.covers(call.payload(), station, m)).orElse(false);
  }

  /** A setpoint for an EVSE that the site file hangs on another station does not leave here. */
  private boolean addressed(StationId station, Clearance clearance) {
    Optional<SiteModel> model = site.get();
    if (model.isEmpty()) {
      return true;
    }
    int index = model.get().indexOf(clearance.setpoint().evse());
    return index < 0 || ownedBy(model.get().evses().get(index), station);
  }

  private static boolean ownedBy(EvseSpec evse, StationId station) {
    return evse.station().equals(station);
  }
}

package io.tidegate.admin.rest;

import io.tidegate.api.control.Reason;
import java.util.Locale;

/** A sentence for an operator for every reason. */
final class ReasonText {
  private ReasonText() {}

  static String sentence(Reason reason) {
    String at = reason.subject().isEmpty() ? "" : " " + reason.subject();
    String power = Double.isFinite(reason.valueW()) ? " (" + kilowatts(reason.valueW()) + ")" : "";
    return switch (reason.code()) {
      case MUST_CHARGE -> "Charges now to be ready at its departure" + power + ".";
      case GRID_COMMAND -> "Follows grid command" + at + power + ".";
      case POLICY_TARGET -> "Follows policy target" + at + power + ".";
      case PLAN -> "Follows the plan to its departure" + power + ".";
      case DEFAULT_CHARGE -> "Charges with the power that is left" + power + ".";
      case FAIR_SHARE -> "Takes its fair share below" + node(at) + power + ".";
      case NO_SESSION -> "No vehicle is charging here.";
      case OFFLINE -> "The station is offline: counted at its worst case.";
      case EVSE_RATING -> "The EVSE's rating binds" + power + ".";
      case VEHICLE_LIMIT -> "The vehicle's own limit binds" + power + ".";
      case MIN_CURRENT -> "Below the lowest current that it can run at" + power + ".";
      case MAX_SHARE -> "The highest share of one vehicle binds" + power + ".";
      case RAMP -> "Rises no faster than its ramp allows" + power + ".";
      case DWELL -> "Waits so that the battery is not cycled too often.";
      case DERATED -> "The station has announced a lower limit" + power + ".";
      case SHORTFALL -> "Gives less than asked: held at what it has shown" + power + ".";
      case CONNECTOR_TEMPERATURE -> "The connector is hot" + power + ".";
      case INVERTER_TEMPERATURE -> "The inverter is hot" + power + ".";
      case PACK_TEMPERATURE -> "The battery pack is hot" + power + ".";
      case SOC_FULL -> "The battery is as full as wanted.";
      case FAULTED -> "The EVSE reports a fault.";
      case SOC_FLOOR -> "No discharge: the state of charge is at its floor.";
      case SOC_HYSTERESIS -> "No discharge until the battery is well above its floor again.";
      case SOC_UNKNOWN -> "No discharge: the state of charge is unknown or too old.";
      case RESERVE -> "No discharge below the driver's reserve.";
      case DISCHARGE_NOT_AUTHORISED -> "No discharge: the vehicle has not agreed to it.";
      case DISCHARGE_NOT_SUPPORTED -> "No discharge: this station cannot.";
      case DISCHARGE_ATTESTED -> "Discharge rests on the operator's attestation for this EVSE.";
      case MANDATE_LOST ->
          "No discharge: the keep-alive of" + (at.isEmpty() ? " its mandate" : at) + " is missing.";
      case CLOCK_UNTRUSTED -> "No discharge: the clock cannot be trusted (FAILED_TO_SYNC_PHASE).";
      case JOURNAL_UNWRITABLE -> "No discharge: records cannot be written.";
      case MAINS_OUT_OF_WINDOW -> "No discharge: mains voltage or frequency is out of its window.";
      case NODE_RATING -> "The rating of" + node(at) + " binds" + power + ".";
      case PHASE_RATING -> "The phase rating of" + node(at) + " binds" + power + ".";
      case GRID_IMPORT_CAP -> "The import cap of the grid connection binds" + power + ".";
      case GRID_EXPORT_CAP -> "The export cap of the grid connection binds" + power + ".";
      case PHASE_IMBALANCE -> "The phases would be too far apart" + power + ".";
      case HOT_SPOT -> "The hot spot of" + node(at) + " is too warm" + power + ".";
      case STALE_MEASUREMENT ->
          "No headroom: the measurement" + (at.isEmpty() ? "" : " of" + at) + " is too old.";
      case COMMAND_LIMIT -> "The limit" + at + " binds" + power + ".";
      case AWAITING_DECREASE -> "Waits until others have confirmed their decrease.";
      case SAFE_SHARE -> "Held at its safe share" + power + ".";
      case FALLBACK_UNKNOWN ->
          "Its station has not assured its safe share: without a setpoint it may charge at its most"
              + power
              + ".";
      case STOPPING -> "The gateway is going down: safe share only.";
    };
  }

  private static String node(String at) {
    return at.isEmpty() ? " the site" : at;
  }

  private static String kilowatts(double watts) {
    return String.format(Locale.ROOT, "%.1f kW", watts / 1_000);
  }
}

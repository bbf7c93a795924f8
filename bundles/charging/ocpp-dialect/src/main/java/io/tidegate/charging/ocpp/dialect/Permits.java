package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.site.DischargeAccess;
import io.tidegate.api.site.SiteModel;
import io.tidegate.api.site.StationSpec;
import io.tidegate.codec.ocpp.json.v21.EnergyTransferMode;
import io.tidegate.codec.ocpp.json.v21.NotifyAllowedEnergyTransferRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What vehicles may do (Q01, Q02): both directions at stations that the site file lets discharge by
 * operation mode, until somebody says no. Any thread.
 */
final class Permits {
  private static final Set<EnergyTransferMode> BIDIRECTIONAL =
      EnumSet.of(
          EnergyTransferMode.AC_BPT,
          EnergyTransferMode.AC_BPT_DER,
          EnergyTransferMode.DC_BPT,
          EnergyTransferMode.DC_ACDP_BPT);
  private static final List<EnergyTransferMode> CHARGING =
      List.of(
          EnergyTransferMode.DC,
          EnergyTransferMode.AC_SINGLE_PHASE,
          EnergyTransferMode.AC_TWO_PHASE,
          EnergyTransferMode.AC_THREE_PHASE);
  private static final List<EnergyTransferMode> BOTH =
      List.of(
          EnergyTransferMode.DC,
          EnergyTransferMode.AC_SINGLE_PHASE,
          EnergyTransferMode.AC_TWO_PHASE,
          EnergyTransferMode.AC_THREE_PHASE,
          EnergyTransferMode.AC_BPT,
          EnergyTransferMode.DC_BPT);

  private final SiteModel model;
  private final Language language;
  private final Calls calls;

  Permits(SiteModel model, Language language, Calls calls) {
    this.model = model;
    this.language = language;
    this.calls = calls;
  }

  static boolean bidirectional(EnergyTransferMode mode) {
    return BIDIRECTIONAL.contains(mode);
  }

  /** Whether vehicles at this station speak of discharge by their energy transfer mode. */
  boolean byMode(Line line) {
    DischargeAccess access =
        model
            .station(line.station())
            .map(StationSpec::dischargeAccess)
            .orElse(DischargeAccess.NONE);
    return access == DischargeAccess.V2X_ADDITIONS
        || (access == DischargeAccess.OCPP_2_1
            && language.says(NotifyAllowedEnergyTransferRequest.class));
  }

  /** For an accepted token; empty where there is nothing to say (Q01.FR.08). */
  List<EnergyTransferMode> authorised(Line line) {
    return byMode(line) ? BOTH : List.of();
  }

  /** Somebody has agreed to discharge in a transaction, or no longer does (Q02). */
  void changed(Line line, String transaction, boolean allowed) {
    if (byMode(line) && language.says(NotifyAllowedEnergyTransferRequest.class)) {
      calls.ask(
          line,
          new NotifyAllowedEnergyTransferRequest(transaction, allowed ? BOTH : CHARGING),
          Urgency.CONTROL,
          "transfer/" + transaction,
          Note.OTHER);
    }
  }
}

package io.tidegate.api.vehicle;

import java.util.Objects;

/**
 * What an EVSE is built for. Magnitudes, ≥ 0.
 *
 * @param evseId as vehicles and bills name it, e.g. {@code DE*TDG*E1} (ISO 15118-2 annex H)
 * @param direct DC; else AC
 * @param phases AC: 1 or 3; DC: 0
 * @param nominalV AC: of a phase to neutral, V; DC: 0
 * @param minV DC: lowest voltage, V
 * @param maxV DC: highest voltage, V
 * @param minA lowest current other than 0, A; AC: of a phase
 * @param maxChargeA highest current into the vehicle, A; AC: of a phase
 * @param maxDischargeA highest current out of the vehicle, A; 0: not bidirectional
 * @param maxChargeW W
 * @param maxDischargeW W; 0: not bidirectional
 * @param minW lowest power other than 0, W
 */
public record EvseRating(
    String evseId,
    boolean direct,
    int phases,
    double nominalV,
    double minV,
    double maxV,
    double minA,
    double maxChargeA,
    double maxDischargeA,
    double maxChargeW,
    double maxDischargeW,
    double minW) {
  public EvseRating {
    Objects.requireNonNull(evseId);
  }

  public boolean bidirectional() {
    return maxDischargeW > 0;
  }
}

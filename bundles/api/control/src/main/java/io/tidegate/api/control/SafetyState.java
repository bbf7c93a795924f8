package io.tidegate.api.control;

import java.time.Instant;
import java.util.List;

/**
 * What the envelope remembers from one decision to the next. Immutable; part of every checkpoint.
 * Lists are indexed like the site model's.
 *
 * @param at when it was last advanced
 * @param evses memory of each EVSE
 * @param nodes thermal state of each node
 * @param mainsGoodSince since when the mains have been within their window; {@link Instant#MAX}
 *     while they are not
 */
public record SafetyState(
    Instant at, List<EvseMemory> evses, List<NodeMemory> nodes, Instant mainsGoodSince) {

  /**
   * @param dischargeLatched the floor was reached: no discharge before the re-enable level
   *     (hysteresis)
   * @param packC modelled pack temperature, °C; NaN before the first session
   * @param levelW power that it was told last for certain, W
   * @param lowW lowest power that it may have had since it was last told another, W
   * @param highW highest power likewise, W
   * @param movedAt when it was last told another power, or might have been
   */
  public record EvseMemory(
      boolean dischargeLatched,
      double packC,
      double levelW,
      double lowW,
      double highW,
      Instant movedAt) {
    public static final EvseMemory FRESH =
        new EvseMemory(false, Double.NaN, 0, 0, 0, Instant.EPOCH);
  }

  /**
   * @param topOilRiseK modelled top-oil rise over ambient, K
   * @param windingRise1K first part of the hot-spot rise over top oil, K
   * @param windingRise2K second part, K
   * @param hotSpotC hot spot, °C; NaN for nodes without a thermal model
   * @param most highest load that the node may have besides our EVSEs
   * @param least lowest likewise
   * @param overloadedSince since when the meter has shown more than the limit without an answer to
   *     it; {@link Instant#MAX} while it does not
   */
  public record NodeMemory(
      double topOilRiseK,
      double windingRise1K,
      double windingRise2K,
      double hotSpotC,
      BaseLoad most,
      BaseLoad least,
      Instant overloadedSince) {
    public static final NodeMemory FRESH =
        new NodeMemory(0, 0, 0, Double.NaN, BaseLoad.UNKNOWN, BaseLoad.UNKNOWN);

    /** A node whose meter shows no overload. */
    public NodeMemory(
        double topOilRiseK,
        double windingRise1K,
        double windingRise2K,
        double hotSpotC,
        BaseLoad most,
        BaseLoad least) {
      this(topOilRiseK, windingRise1K, windingRise2K, hotSpotC, most, least, Instant.MAX);
    }
  }

  /** Load at a metered node that is no EVSE of ours, in total and by phase, W; NaN: not known. */
  public record BaseLoad(double totalW, double l1W, double l2W, double l3W) {
    public static final BaseLoad UNKNOWN =
        new BaseLoad(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }
}

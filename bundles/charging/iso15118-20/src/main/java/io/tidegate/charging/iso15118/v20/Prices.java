package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseView.PriceSlot;
import io.tidegate.codec.exi.iso15118.cm.AbsolutePriceSchedule;
import io.tidegate.codec.exi.iso15118.cm.PriceLevelSchedule;
import io.tidegate.codec.exi.iso15118.cm.PriceLevelScheduleEntry;
import io.tidegate.codec.exi.iso15118.cm.PriceLevelScheduleEntryList;
import io.tidegate.codec.exi.iso15118.cm.PriceRule;
import io.tidegate.codec.exi.iso15118.cm.PriceRuleStack;
import io.tidegate.codec.exi.iso15118.cm.PriceRuleStackList;
import io.tidegate.codec.exi.iso15118.common.RationalNumber;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Price schedules (§8.3.5.3.43 ff.): prices of a kWh, or their ranks. What is paid for discharge is
 * a fee below 0. Null while the site has no prices: they may go while a session runs.
 */
final class Prices {
  /** Values of the parameter Pricing. */
  static final int ABSOLUTE = 1;

  static final int LEVELS = 2;

  private static final String ALGORITHM = "urn:iso:std:iso:15118:-20:PriceAlgorithm:1-Power";
  private static final int MOST = 96;
  private static final long LONGEST_S = 0xFFFF_FFFFL;
  private static final int MOST_LEVELS = 255;

  private Prices() {}

  static AbsolutePriceSchedule absolute(Talk talk, boolean discharge) {
    List<PriceSlot> prices = prices(talk);
    if (prices.isEmpty() || prices.get(0).currency().length() != 3) {
      return null;
    }
    List<PriceRuleStack> stacks =
        prices.stream()
            .map(slot -> new PriceRuleStack(seconds(slot), List.of(rule(slot, discharge))))
            .toList();
    return new AbsolutePriceSchedule(
        null,
        talk.view().at().getEpochSecond(),
        discharge ? 2 : 1,
        null,
        prices.get(0).currency(),
        "eng",
        ALGORITHM,
        null,
        null,
        null,
        new PriceRuleStackList(stacks),
        null,
        null);
  }

  private static PriceRule rule(PriceSlot slot, boolean discharge) {
    double fee = discharge ? -slot.dischargePerKwh() : slot.chargePerKwh();
    return new PriceRule(Numbers.of(fee), null, null, null, null, RationalNumber.ZERO);
  }

  /** Level 0 is the best for the vehicle. */
  static PriceLevelSchedule levels(Talk talk, boolean discharge) {
    List<PriceSlot> prices = prices(talk);
    if (prices.isEmpty()) {
      return null;
    }
    ToDoubleFunction<PriceSlot> fee =
        slot -> discharge ? -slot.dischargePerKwh() : slot.chargePerKwh();
    TreeSet<Double> ranks = new TreeSet<>();
    prices.forEach(slot -> ranks.add(fee.applyAsDouble(slot)));
    List<PriceLevelScheduleEntry> entries =
        prices.stream()
            .map(
                slot ->
                    new PriceLevelScheduleEntry(
                        seconds(slot),
                        Math.min(MOST_LEVELS - 1, ranks.headSet(fee.applyAsDouble(slot)).size())))
            .toList();
    return new PriceLevelSchedule(
        null,
        talk.view().at().getEpochSecond(),
        discharge ? 2 : 1,
        null,
        Math.min(MOST_LEVELS, ranks.size()),
        new PriceLevelScheduleEntryList(entries));
  }

  private static List<PriceSlot> prices(Talk talk) {
    List<PriceSlot> all = talk.view().prices();
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static long seconds(PriceSlot slot) {
    return Math.max(1, Math.min(slot.seconds(), LONGEST_S));
  }
}

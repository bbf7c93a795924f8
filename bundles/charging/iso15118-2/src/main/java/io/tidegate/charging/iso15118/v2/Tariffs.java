package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Plan;
import io.tidegate.charging.vehicle.classic.Scaled;
import io.tidegate.codec.exi.iso15118.iso2.ConsumptionCost;
import io.tidegate.codec.exi.iso15118.iso2.Cost;
import io.tidegate.codec.exi.iso15118.iso2.CostKind;
import io.tidegate.codec.exi.iso15118.iso2.PMaxSchedule;
import io.tidegate.codec.exi.iso15118.iso2.PMaxScheduleEntry;
import io.tidegate.codec.exi.iso15118.iso2.RelativeTimeInterval;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleList;
import io.tidegate.codec.exi.iso15118.iso2.SAScheduleTuple;
import io.tidegate.codec.exi.iso15118.iso2.SalesTariff;
import io.tidegate.codec.exi.iso15118.iso2.SalesTariffEntry;
import io.tidegate.codec.exi.iso15118.iso2.UnitSymbol;
import java.util.List;

/** Schedules and tariffs (SAScheduleList, §8.5.2.2). */
final class Tariffs {
  private Tariffs() {}

  static SAScheduleList of(Plan plan) {
    List<PMaxScheduleEntry> entries =
        plan.powers().stream()
            .map(
                power ->
                    new PMaxScheduleEntry(
                        interval(power.startS(), power.durationS()),
                        Numbers.atMostWatts(power.watts())))
            .toList();
    return new SAScheduleList(
        List.of(
            new SAScheduleTuple(
                plan.tuple(),
                new PMaxSchedule(entries),
                plan.prices().isEmpty() ? null : tariff(plan))));
  }

  private static RelativeTimeInterval interval(long startS, long durationS) {
    return new RelativeTimeInterval((int) startS, (int) durationS);
  }

  private static SalesTariff tariff(Plan plan) {
    int levels = plan.prices().stream().mapToInt(Plan.Price::level).max().orElse(1);
    List<SalesTariffEntry> entries =
        plan.prices().stream()
            .map(
                price ->
                    new SalesTariffEntry(
                        interval(price.startS(), price.durationS()),
                        price.level(),
                        List.of(
                            new ConsumptionCost(
                                Numbers.of(new Scaled(0, 0), UnitSymbol.WH),
                                List.of(
                                    new Cost(
                                        CostKind.RELATIVE_PRICE_PERCENTAGE,
                                        price.percent(),
                                        null))))))
            .toList();
    return new SalesTariff("tariff" + plan.tuple(), plan.tuple(), null, levels, entries);
  }
}

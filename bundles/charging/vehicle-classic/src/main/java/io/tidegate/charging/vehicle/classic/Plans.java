package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseView.PowerSlot;
import io.tidegate.api.vehicle.EvseView.PriceSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Schedule and tariff for a vehicle, of what the site expects. */
final class Plans {
  /** A schedule reaches to the departure, else over a day (V2G2-303). */
  private static final long DAY_S = 86_400;

  /** More entries than vehicles have room for; what is beyond is told at its least. */
  private static final int MOST_ENTRIES = 96;

  private static final int MOST_LEVELS = 255;
  private static final int PERCENT = 100;

  private Plans() {}

  static Plan of(Talk talk, Ask.ChargeParameterDiscovery ask, int tuple) {
    int entries = Math.max(1, Math.min(MOST_ENTRIES, ask.entries()));
    double departure = ask.departureS() > 0 ? ask.departureS() : DAY_S;
    long horizon = (long) Math.max(1, Math.min(DAY_S, departure));
    // a tariff beside a contract must be signed by its operator, and none comes here with one
    boolean priced = talk.standard().tariffs() && !talk.session().deal().contract();
    return new Plan(
        tuple,
        powers(talk, horizon, entries),
        priced ? prices(talk.view().prices(), horizon, entries) : List.of());
  }

  private static List<Plan.Power> powers(Talk talk, long horizon, int entries) {
    double limit = Allowance.limit(talk);
    List<PowerSlot> slots = talk.view().schedule();
    List<Plan.Power> powers = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < slots.size() && start < horizon; i++) {
      boolean last = i == slots.size() - 1;
      double watts = Math.min(limit, slots.get(i).chargeW());
      if (powers.size() == entries) {
        Plan.Power before = powers.remove(entries - 1);
        long length = last ? horizon - before.startS() : start - before.startS();
        length =
            Math.min(horizon - before.startS(), last ? length : length + slots.get(i).seconds());
        powers.add(new Plan.Power(before.startS(), length, Math.min(before.watts(), watts)));
      } else {
        long length = last ? horizon - start : Math.min(horizon - start, slots.get(i).seconds());
        powers.add(new Plan.Power(start, length, watts));
      }
      start += slots.get(i).seconds();
    }
    return powers;
  }

  private static List<Plan.Price> prices(List<PriceSlot> slots, long horizon, int entries) {
    TreeSet<Double> ranks = new TreeSet<>();
    slots.forEach(slot -> ranks.add(slot.chargePerKwh()));
    double dearest = ranks.isEmpty() ? 0 : ranks.last();
    List<Plan.Price> prices = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < slots.size() && start < horizon && prices.size() < entries; i++) {
      PriceSlot slot = slots.get(i);
      long length =
          i == slots.size() - 1 ? horizon - start : Math.min(horizon - start, slot.seconds());
      int level = Math.min(MOST_LEVELS, ranks.headSet(slot.chargePerKwh(), true).size());
      double share = dearest > 0 ? Math.max(0, slot.chargePerKwh() / dearest) : 0;
      prices.add(new Plan.Price(start, length, level, (int) Math.round(PERCENT * share)));
      start += slot.seconds();
    }
    return prices;
  }
}

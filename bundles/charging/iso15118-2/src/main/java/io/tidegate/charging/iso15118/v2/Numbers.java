package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Scaled;
import io.tidegate.codec.exi.iso15118.iso2.PhysicalValue;
import io.tidegate.codec.exi.iso15118.iso2.UnitSymbol;

/** Doubles and the standard's physical values. */
final class Numbers {
  private static final int TENTHS = -1;

  private Numbers() {}

  static PhysicalValue volts(double volts) {
    return of(Scaled.of(volts, TENTHS), UnitSymbol.V);
  }

  static PhysicalValue amps(double amps) {
    return of(Scaled.of(amps, TENTHS), UnitSymbol.A);
  }

  /** Never beyond the limit, however it is rounded. */
  static PhysicalValue atMostAmps(double limit) {
    return of(Scaled.atMost(limit, TENTHS), UnitSymbol.A);
  }

  /** Never beyond the limit, however it is rounded. */
  static PhysicalValue atMostWatts(double limit) {
    return of(Scaled.atMost(limit, 0), UnitSymbol.W);
  }

  static PhysicalValue of(Scaled scaled, UnitSymbol unit) {
    return new PhysicalValue(scaled.exponent(), unit, scaled.value());
  }

  /** NaN when there is none. */
  static double of(PhysicalValue value) {
    return value == null ? Double.NaN : Scaled.read(value.multiplier(), value.value());
  }
}

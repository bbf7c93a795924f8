package io.tidegate.codec.exi.iso15118.common;

import io.tidegate.codec.exi.iso15118.BitReader;
import io.tidegate.codec.exi.iso15118.BitWriter;
import io.tidegate.codec.exi.iso15118.Check;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.Wire;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * {@code value × 10^exponent}. Two numbers that are worth the same need not be equal: see {@link
 * #toBigDecimal}.
 *
 * @param exponent -128..127
 * @param value -32768..32767
 */
@Wire("RationalNumber")
public record RationalNumber(@Wire("Exponent") int exponent, @Wire("Value") int value) {
  /** Zero. */
  public static final RationalNumber ZERO = new RationalNumber(0, 0);

  private static final BigDecimal LARGEST = BigDecimal.valueOf(Short.MAX_VALUE);

  public RationalNumber {
    Check.range(exponent, Byte.MIN_VALUE, Byte.MAX_VALUE, "Exponent");
    Check.range(value, Short.MIN_VALUE, Short.MAX_VALUE, "Value");
  }

  /**
   * The nearest number that 16 bits of value can hold, with as few digits as it needs: 11000 is 11
   * × 10^3, 11.5 is 115 × 10^-1.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public static RationalNumber of(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("not finite: " + number);
    }
    return of(BigDecimal.valueOf(number));
  }

  /** The nearest number that 16 bits of value can hold, halves away from zero. */
  public static RationalNumber of(BigDecimal number) {
    if (number.signum() == 0) {
      return ZERO;
    }
    BigDecimal exact = number.stripTrailingZeros();
    int scale = Math.min(exact.scale(), -Byte.MIN_VALUE);
    BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
    while (rounded.unscaledValue().bitLength() > 31
        || new BigDecimal(rounded.unscaledValue()).abs().compareTo(LARGEST) > 0) {
      int digits = rounded.precision();
      // from the exact number each time: rounding twice could go astray
      scale = exact.scale() - exact.precision() + Math.min(digits - 1, 5);
      scale = Math.min(scale, -Byte.MIN_VALUE);
      BigDecimal next = exact.setScale(scale, RoundingMode.HALF_UP);
      rounded = next.precision() < digits ? next : exact.setScale(scale - 1, RoundingMode.HALF_UP);
    }
    return rounded.signum() == 0
        ? ZERO
        : new RationalNumber(-rounded.scale(), rounded.unscaledValue().intValueExact());
  }

  /** Exactly this number. */
  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(value, -exponent);
  }

  /** The nearest double. */
  public double toDouble() {
    return exponent == 0 ? value : toBigDecimal().doubleValue();
  }

  /** Reads what follows the start of such an element, its end included. */
  public static RationalNumber decode(BitReader reader) throws ExiException {
    reader.zeros(2);
    int exponent = reader.small(8, Byte.MIN_VALUE, Byte.MAX_VALUE);
    reader.zeros(3);
    int value = (int) reader.signed(Short.MIN_VALUE, Short.MAX_VALUE);
    reader.zeros(2);
    return new RationalNumber(exponent, value);
  }

  /** Writes what follows the start of such an element, its end included. */
  public void encode(BitWriter writer) {
    writer.bits(exponent - Byte.MIN_VALUE, 10);
    writer.zeros(3);
    writer.signed(value);
    writer.zeros(2);
  }
}

package io.tidegate.codec.exi.iso15118.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RationalNumberTest {
  @Test
  void holdsWhatSixteenBitsCanHoldExactly() {
    assertThat(RationalNumber.of(11_000)).isEqualTo(new RationalNumber(3, 11));
    assertThat(RationalNumber.of(11.5)).isEqualTo(new RationalNumber(-1, 115));
    assertThat(RationalNumber.of(-0.025)).isEqualTo(new RationalNumber(-3, -25));
    assertThat(RationalNumber.of(0)).isEqualTo(RationalNumber.ZERO);
    assertThat(RationalNumber.of(32_767)).isEqualTo(new RationalNumber(0, 32_767));
    assertThat(RationalNumber.of(327_670)).isEqualTo(new RationalNumber(1, 32_767));
  }

  @Test
  void roundsToTheNearestThatItCanHold() {
    assertThat(RationalNumber.of(32_768).toDouble()).isEqualTo(32_770);
    assertThat(RationalNumber.of(123_456).toDouble()).isEqualTo(123_460);
    assertThat(RationalNumber.of(-99_995).toDouble()).isEqualTo(-100_000);
    assertThat(RationalNumber.of(230.123456).toDouble()).isEqualTo(230.12);
    assertThat(RationalNumber.of(Double.MIN_VALUE)).isEqualTo(RationalNumber.ZERO);
    assertThatIllegalArgumentException().isThrownBy(() -> RationalNumber.of(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> RationalNumber.of(Double.MAX_VALUE));
  }

  @Test
  void errsByLessThanHalfOfItsLastDigit() {
    Random random = new Random(15118);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal exact =
          BigDecimal.valueOf(random.nextLong() >> random.nextInt(60), random.nextInt(20) - 5);
      RationalNumber number = RationalNumber.of(exact);
      BigDecimal error = number.toBigDecimal().subtract(exact).abs();
      BigDecimal half = BigDecimal.valueOf(5, -number.exponent() + 1);
      assertThat(error).as("%s as %s", exact, number).isLessThanOrEqualTo(half);
      boolean precise = Math.abs(number.value()) > Short.MAX_VALUE / 10;
      assertThat(precise || error.signum() == 0).as("%s as %s", exact, number).isTrue();
    }
  }

  @Test
  void tellsItsValueExactly() {
    assertThat(new RationalNumber(-3, 4_127).toBigDecimal()).isEqualTo("4.127");
    assertThat(new RationalNumber(2, -5).toDouble()).isEqualTo(-500);
    assertThat(new RationalNumber(-1, 1).toDouble()).isEqualTo(0.1);
    assertThatIllegalArgumentException().isThrownBy(() -> new RationalNumber(0, 32_768));
    assertThatIllegalArgumentException().isThrownBy(() -> new RationalNumber(-129, 0));
  }
}

package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.api.control.SafetyState.BaseLoad;
import io.tidegate.api.control.SafetyState.NodeMemory;
import io.tidegate.api.site.PackThermal;
import io.tidegate.api.site.TransformerThermal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The thermal models against numerical integration and known end values (S1.9, S2.3). */
class ThermalModelTest {
  /** IEC 60076-7, table of a medium and large power transformer, ONAN-like constants. */
  private static final TransformerThermal T =
      new TransformerThermal(52, 20, 6, 0.8, 1.3, 12_600, 600, 0.5, 2, 2, 25, 110, 120);

  private static final NodeMemory COLD = memory(0, 0, 0, 25);

  private static NodeMemory memory(double oil, double one, double two, double hot) {
    return new NodeMemory(oil, one, two, hot, BaseLoad.UNKNOWN, BaseLoad.UNKNOWN);
  }

  @Test
  void ratedLoadForEverEndsAtAmbientPlusOilRisePlusGradient() {
    NodeMemory m = new HotSpot(T).advanced(COLD, 1, Double.NaN, 1e9);
    assertThat(m.hotSpotC()).isCloseTo(25 + 52 + 20, within(1e-9));
  }

  @Test
  void overloadFollowsTheExponents() {
    NodeMemory m = new HotSpot(T).advanced(COLD, 1.5, Double.NaN, 1e9);
    double oil = 52 * Math.pow((1 + 6 * 2.25) / 7, 0.8);
    assertThat(m.hotSpotC()).isCloseTo(25 + oil + 20 * Math.pow(1.5, 1.3), within(1e-9));
  }

  @Test
  void oneLongStepEqualsManyShortOnes() {
    HotSpot model = new HotSpot(T);
    NodeMemory many = COLD;
    for (int k = 0; k < 3_600; k++) {
      many = model.advanced(many, 1.2, Double.NaN, 1);
    }
    NodeMemory one = model.advanced(COLD, 1.2, Double.NaN, 3_600);
    assertThat(many.hotSpotC()).isCloseTo(one.hotSpotC(), within(1e-6));
  }

  @Test
  void agreesWithTheDifferenceEquationsOfTheStandard() {
    // IEC 60076-7:2018 8.2.3 by Euler's method with a small step
    HotSpot model = new HotSpot(T);
    Random random = new Random(7);
    NodeMemory exact = COLD;
    double oil = 0;
    double h1 = 0;
    double h2 = 0;
    for (int k = 0; k < 200; k++) {
      double load = random.nextDouble() * 1.6;
      double dt = 60;
      exact = model.advanced(exact, load, Double.NaN, dt);
      double step = 0.5;
      for (double t = 0; t < dt; t += step) {
        double wind = Math.pow(load, 1.3) * 20;
        double end = 52 * Math.pow((1 + load * load * 6) / 7, 0.8);
        oil += step / (0.5 * 12_600) * (end - oil);
        h1 += step / (2 * 600) * (2 * wind - h1);
        h2 += step / (12_600 / 2.0) * (wind - h2);
      }
      assertThat(exact.hotSpotC()).isCloseTo(25 + oil + h1 - h2, within(0.05));
    }
  }

  @Test
  void theHotSpotOvershootsAfterALoadStepAsTheStandardSays() {
    HotSpot model = new HotSpot(T);
    NodeMemory m = memory(20, 0, 0, 45);
    double highestGradient = 0;
    for (int k = 0; k < 600; k++) {
      m = model.advanced(m, 1, Double.NaN, 60);
      highestGradient = Math.max(highestGradient, m.windingRise1K() - m.windingRise2K());
    }
    assertThat(highestGradient).isGreaterThan(22);
    assertThat(m.windingRise1K() - m.windingRise2K()).isCloseTo(20, within(0.5));
  }

  @Test
  void aMeasuredTopOilAnchorsTheModel() {
    NodeMemory m = new HotSpot(T).advanced(COLD, 0, 80, 1);
    assertThat(m.topOilRiseK()).isEqualTo(55);
    assertThat(m.hotSpotC()).isCloseTo(80, within(1e-9));
  }

  @Test
  void aTransformerThatWasNeverWatchedStartsAtTheSteadyStateOfItsLoad() {
    NodeMemory m = new HotSpot(T).advanced(NodeMemory.FRESH, 1, Double.NaN, 0);
    assertThat(m.hotSpotC()).isCloseTo(97, within(1e-9));
  }

  @Test
  void aLoadThatIsNoNumberCountsAsTheHighest() {
    HotSpot model = new HotSpot(T);
    double worst = model.advanced(COLD, 3, Double.NaN, 60).hotSpotC();
    for (double garbage : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
      assertThat(model.advanced(COLD, garbage, Double.NaN, 60).hotSpotC()).isEqualTo(worst);
    }
  }

  @Test
  void thePackModelAgreesWithItsDifferentialEquation() {
    PackThermal pack = new PackThermal(200_000, 0.1, 30, 400, 20, 600);
    double exact = 25;
    double euler = 25;
    Random random = new Random(3);
    for (int k = 0; k < 100; k++) {
      double power = (random.nextDouble() - 0.5) * 100_000;
      exact = new PackModel(pack, 55, 10).advanced(exact, power);
      for (int s = 0; s < 100; s++) {
        double current = power / 400;
        euler += 0.1 * (0.1 * current * current - 30 * (euler - 20)) / 200_000;
      }
      assertThat(exact).isCloseTo(euler, within(0.02));
    }
  }

  @Test
  void theGrantedDischargeEndsTheHorizonExactlyAtTheTripTemperature() {
    for (double conductance : new double[] {0, 5, 500}) {
      PackThermal pack = new PackThermal(50_000, 0.2, conductance, 400, 20, 600);
      double most = new PackModel(pack, 55, 1).mostW(40);
      double end = new PackModel(pack, 55, 600).advanced(40, most);
      assertThat(end).as("conductance %s", conductance).isCloseTo(55, within(1e-6));
    }
  }

  @Test
  void aPackAtItsTripTemperatureGivesNothing() {
    PackThermal pack = new PackThermal(50_000, 0.2, 5, 400, 20, 600);
    assertThat(new PackModel(pack, 55, 1).mostW(55)).isZero();
    assertThat(new PackModel(pack, 55, 1).mostW(Double.NaN)).isZero();
  }

  @Test
  void aPackThatWasNeverMeasuredStartsAtAmbient() {
    PackThermal pack = new PackThermal(50_000, 0.2, 5, 400, 20, 600);
    assertThat(new PackModel(pack, 55, 10).advanced(Double.NaN, 0)).isCloseTo(20, within(1e-9));
  }
}

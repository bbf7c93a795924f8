package io.tidegate.hardware.modbus.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.SiteInput;
import io.tidegate.api.modbus.ModbusBus;
import io.tidegate.api.modbus.ModbusException;
import io.tidegate.api.quantity.Watts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class MeterPollerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String MAP =
      """
      meter: test
      registers:
        - {quantity: active_power_w, register: 40001, type: int16, scale: 10, max: 200000}
        - {quantity: reactive_power_var, register: 40002, type: int16, sign: inverted}
        - {quantity: voltage_v, register: 40003, type: uint16, scale: 0.1, min: 100}
        - {quantity: transformer_temp_c, sensor: T1-top, register: 30001, type: int16, scale: 0.1}
      """;

  @TempDir private Path folder;
  private final int[] holding = {-1200, 30, 2301};
  private final int[] input = {655};
  private final List<SiteInput> posted = new CopyOnWriteArrayList<>();
  private volatile ModbusException failure;
  private volatile boolean hanging;
  private volatile Optional<ModbusBus> bus = Optional.of(new Registers());
  private MeterPoller poller;

  @AfterEach
  void close() {
    poller.close();
    // a pool's thread may still be on its way out when the pool has ended
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("meter-grid")));
  }

  /** At once, as a good editor does it: a half-written file is another test's matter. */
  private void write(String map) throws IOException {
    Path whole = Files.writeString(folder.resolve("m.tmp"), map);
    Files.move(whole, folder.resolve("m.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void start(String map) throws IOException {
    write(map);
    startWithoutMap();
  }

  private void startWithoutMap() {
    poller =
        new MeterPoller(
            new MeterSettings("grid", "b", 1, "m", Duration.ofMillis(5), Duration.ofMillis(50)),
            new MapWatch(List.of(folder), "m", 1_000_000),
            name -> bus,
            () -> Optional.of(posted::add),
            InstantSource.fixed(NOW));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 5 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void awaitFault(String code) {
    await(() -> poller.state().fault().equals(code));
  }

  private Result.Status health() {
    return poller.state().health().getStatus();
  }

  @Test
  void postsEachGoodReadingWithScaleAndSign() throws IOException {
    start(MAP);
    await(() -> posted.size() >= 4);
    assertThat(posted.get(0))
        .isEqualTo(
            new SiteInput.MeterReading(
                "grid", -12_000, Double.NaN, Double.NaN, Double.NaN, -30, 2301 * 0.1, Double.NaN));
    assertThat(posted.get(1)).isEqualTo(new SiteInput.TemperatureReading("T1-top", 65.5));
    await(() -> poller.power().value().isPresent());
    assertThat(poller.power().value()).contains(new Watts(-12_000));
    assertThat(poller.power().at()).isEqualTo(NOW);
    assertThat(health()).isEqualTo(Result.Status.OK);
  }

  @Test
  void postsNothingWhileTheMeterRefusesAndTurnsRedWithTheCode() throws IOException {
    failure = new ModbusException("ERR_MODBUS_EXCEPTION_02", "illegal data address", null);
    start(MAP);
    awaitFault("ERR_MODBUS_EXCEPTION_02");
    assertThat(posted).isEmpty();
    assertThat(health()).isEqualTo(Result.Status.CRITICAL);
    assertThat(poller.state().health().toString()).contains("ERR_MODBUS_EXCEPTION_02: illegal");
    assertThat(poller.power().fault()).isEqualTo("ERR_MODBUS_EXCEPTION_02");
    failure = null;
    await(() -> !posted.isEmpty());
    awaitFault("");
  }

  @Test
  void goesOnWhenTheBusNeverAnswers() throws IOException {
    hanging = true;
    start(MAP);
    awaitFault("ERR_MODBUS_TIMEOUT");
    hanging = false;
    awaitFault("");
  }

  @Test
  void waitsForABusThatIsNotThere() throws IOException {
    bus = Optional.empty();
    start(MAP);
    awaitFault("ERR_MODBUS_CONN");
    bus = Optional.of(new Registers());
    awaitFault("");
  }

  @Test
  void rejectsAndCountsWhatIsNotPlausible() throws IOException {
    holding[2] = 12;
    start(MAP);
    await(() -> poller.state().rejected() > 2);
    assertThat(((SiteInput.MeterReading) posted.get(0)).voltageV()).isNaN();
    assertThat(health()).isEqualTo(Result.Status.WARN);
  }

  @Test
  void postsNoReadingWithoutAPlausiblePower() throws IOException {
    holding[0] = 30_000;
    start(MAP.substring(0, MAP.indexOf("  - {quantity: transformer_temp_c")));
    awaitFault("ERR_METER_RANGE");
    assertThat(posted).isEmpty();
    assertThat(poller.state().rejected()).isPositive();
  }

  @Test
  void takesAnEditedMapWhileItRunsAndKeepsTheLastGoodOne() throws IOException {
    start(MAP);
    await(() -> !posted.isEmpty());
    write(MAP.replace("type: int16, scale: 10,", "type: int16, scale: 100,"));
    await(() -> poller.power().value().equals(Optional.of(new Watts(-120_000))));
    write(MAP.replace("40001", "90001"));
    await(() -> health() == Result.Status.WARN);
    assertThat(poller.state().health().toString())
        .contains("registers/m.yaml:3: registers[0].register must be")
        .contains("last good register map stays in force");
    assertThat(poller.power().value()).contains(new Watts(-120_000));
    write(MAP + "# fixed\n");
    await(() -> poller.power().value().equals(Optional.of(new Watts(-12_000))));
  }

  @Test
  void turnsRedWithoutAnyMapAndFindsOneLater() throws IOException {
    startWithoutMap();
    awaitFault("ERR_METER_MAP");
    assertThat(health()).isEqualTo(Result.Status.CRITICAL);
    write(MAP);
    awaitFault("");
  }

  @Test
  void addsThePhasesWhereTheMeterHasNoTotal() throws IOException {
    start(
        """
        meter: test
        registers:
          - {quantity: l1_power_w, register: 40001, type: int16}
          - {quantity: l2_power_w, register: 40002, type: int16}
          - {quantity: l3_power_w, register: 40003, type: int16}
        """);
    await(() -> !posted.isEmpty());
    assertThat(((SiteInput.MeterReading) posted.get(0)).powerW()).isEqualTo(-1200 + 30 + 2301);
  }

  /** A bus whose registers are the test's arrays. */
  private final class Registers implements ModbusBus {
    @Override
    public CompletionStage<int[]> readHolding(int unit, int address, int count, Duration deadline) {
      return answer(holding, address, count);
    }

    @Override
    public CompletionStage<int[]> readInput(int unit, int address, int count, Duration deadline) {
      return answer(input, address, count);
    }

    @Override
    public CompletionStage<Void> writeHolding(
        int unit, int address, int[] values, Duration deadline) {
      throw new UnsupportedOperationException();
    }

    private CompletionStage<int[]> answer(int[] registers, int address, int count) {
      ModbusException refusal = failure;
      if (hanging) {
        return new CompletableFuture<>();
      }
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      int[] words = Arrays.copyOfRange(registers, address, address + count);
      return CompletableFuture.completedFuture(
          Arrays.stream(words).map(word -> word & 0xffff).toArray());
    }
  }
}

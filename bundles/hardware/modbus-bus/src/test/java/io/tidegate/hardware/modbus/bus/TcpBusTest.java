package io.tidegate.hardware.modbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.modbus.ModbusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpBusTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    // a pool's thread may still be on its way out when the pool has ended
    long deadline = System.nanoTime() + 2_000_000_000L;
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("modbus-t"))) {
      assertThat(System.nanoTime()).as("threads left after 2 s").isLessThan(deadline);
    }
  }

  private TcpBus bus(int port) {
    return bus(port, 1_000);
  }

  private TcpBus bus(int port, int timeoutMs) {
    TcpBus bus =
        new TcpBus(
            new BusSettings(
                "t" + port,
                "127.0.0.1",
                port,
                Duration.ofMillis(timeoutMs),
                Duration.ofMillis(20),
                Duration.ofMillis(40)));
    open.add(0, bus);
    return bus;
  }

  private <T extends AutoCloseable> T opened(T server) {
    open.add(server);
    return server;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  /** The catalogue code that the request ends with; empty when it is answered. */
  private static String code(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
      return "";
    } catch (CompletionException e) {
      return ((ModbusException) e.getCause()).code();
    }
  }

  private static void awaitCode(TcpBus bus, String code) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (!code(bus.readHolding(1, 0, 1, SECOND)).equals(code)) {
      assertThat(System.nanoTime()).as("waited 5 s for \"" + code + '"').isLessThan(deadline);
    }
  }

  @Test
  void readsHoldingAndInputRegistersOfARealSlave() throws Exception {
    TcpBus bus = bus(opened(Slave.start(100, 130)).port);
    assertThat(get(bus.readHolding(1, 0, 3, SECOND))).containsExactly(100, 101, 102);
    assertThat(get(bus.readInput(1, 2, 2, SECOND))).containsExactly(1102, 1103);
    assertThat(get(bus.readHolding(1, 0, 125, SECOND))).hasSize(125);
    assertThat(bus.health().good()).isTrue();
  }

  @Test
  void writesHoldingRegisters() throws Exception {
    Slave slave = opened(Slave.start(0, 10));
    TcpBus bus = bus(slave.port);
    get(bus.writeHolding(1, 4, new int[] {65535, 7}, SECOND));
    assertThat(slave.register(4)).isEqualTo(65535);
    assertThat(get(bus.readHolding(1, 4, 2, SECOND))).containsExactly(65535, 7);
  }

  @Test
  void namesTheExceptionOfAnIllegalAddressAndKeepsTheConnection() throws Exception {
    TcpBus bus = bus(opened(Slave.start(0, 4)).port);
    assertThat(code(bus.readHolding(1, 4000, 2, SECOND))).isEqualTo("ERR_MODBUS_EXCEPTION_02");
    assertThat(bus.health().good()).isTrue();
    assertThat(get(bus.readHolding(1, 0, 1, SECOND))).containsExactly(0);
  }

  @Test
  void refusesRequestsThatNoDeviceCouldAnswer() {
    TcpBus bus = bus(1);
    assertThatThrownBy(() -> bus.readHolding(1, 0, 126, SECOND)).hasMessageContaining("1-125");
    assertThatThrownBy(() -> bus.readHolding(256, 0, 1, SECOND)).hasMessageContaining("unit");
    assertThatThrownBy(() -> bus.readHolding(1, 65535, 2, SECOND)).hasMessageContaining("65535");
    assertThatThrownBy(() -> bus.writeHolding(1, 0, new int[0], SECOND)).isNotNull();
  }

  @Test
  void neverMixesTheAnswersOfTwoConnections() throws Exception {
    TcpBus one = bus(opened(Slave.start(10_000, 50)).port);
    TcpBus two = bus(opened(Slave.start(20_000, 50)).port);
    List<CompletionStage<int[]>> ones = new ArrayList<>();
    List<CompletionStage<int[]>> twos = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      for (int i = 0; i < 50; i++) {
        ones.add(one.readHolding(1, i, 1, SECOND));
        twos.add(two.readHolding(1, i, 1, SECOND));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(get(ones.get(i))).containsExactly(10_000 + i);
        assertThat(get(twos.get(i))).containsExactly(20_000 + i);
      }
      ones.clear();
      twos.clear();
    }
  }

  @Test
  void endsARequestAtItsDeadlineWhileTheDeviceHangs() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RawServer server = opened(new RawServer((request, out) -> never.await()));
    TcpBus bus = bus(server.port(), 5_000);
    long begin = System.nanoTime();
    CompletionStage<int[]> first = bus.readHolding(1, 0, 1, Duration.ofMillis(100));
    CompletionStage<int[]> second = bus.readHolding(1, 0, 1, Duration.ofMillis(100));
    assertThat(System.nanoTime() - begin).as("submitting").isLessThan(1_000_000_000L);
    assertThat(code(first)).isEqualTo("ERR_MODBUS_TIMEOUT");
    assertThat(code(second)).isEqualTo("ERR_MODBUS_TIMEOUT");
    assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
  }

  @Test
  void endsARequestAtItsDeadlineWhileTheDeviceTrickles() throws Exception {
    RawServer server =
        opened(
            new RawServer(
                (request, out) -> {
                  for (byte b : request) {
                    out.write(b);
                    TimeUnit.MILLISECONDS.sleep(300);
                  }
                }));
    TcpBus bus = bus(server.port(), 1_000);
    long begin = System.nanoTime();
    assertThat(code(bus.readHolding(1, 0, 1, Duration.ofMillis(200))))
        .isEqualTo("ERR_MODBUS_TIMEOUT");
    assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
  }

  @Test
  void answersBusyWhenTheQueueIsFullAndNeverBlocks() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RawServer server = opened(new RawServer((request, out) -> never.await()));
    TcpBus bus = bus(server.port(), 5_000);
    List<CompletionStage<int[]>> asked = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      asked.add(bus.readHolding(1, 0, 1, SECOND));
    }
    List<String> codes = asked.stream().map(TcpBusTest::code).toList();
    assertThat(codes).filteredOn("ERR_MODBUS_BUSY"::equals).hasSizeBetween(5, 6);
    assertThat(codes).filteredOn("ERR_MODBUS_TIMEOUT"::equals).hasSizeBetween(64, 65);
  }

  @Test
  void comesBackWhenTheSlaveDoes() throws Exception {
    Slave slave = Slave.start(5, 4);
    TcpBus bus = bus(slave.port);
    assertThat(get(bus.readHolding(1, 0, 1, SECOND))).containsExactly(5);
    slave.close();
    // the slave may answer with exceptions while it goes down
    awaitCode(bus, "ERR_MODBUS_CONN");
    assertThat(bus.health().good()).isFalse();
    opened(new Slave(slave.port, 9, 4));
    awaitCode(bus, "");
    assertThat(get(bus.readHolding(1, 0, 1, SECOND))).containsExactly(9);
    assertThat(bus.health().good()).isTrue();
  }

  @Test
  void triesAgainOnAFreshConnectionWhenTheDeviceDroppedAnIdleOne() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    RawServer server =
        opened(
            new RawServer(
                (request, out) -> {
                  answered.incrementAndGet();
                  out.write(good(request));
                  // each connection serves one request
                  throw new java.io.IOException("dropped");
                }));
    TcpBus bus = bus(server.port());
    for (int i = 0; i < 5; i++) {
      assertThat(get(bus.readHolding(1, 0, 1, SECOND))).containsExactly(0x1234);
    }
    assertThat(answered).hasValue(5);
  }

  @Test
  void failsFastWhileItBacksOff() {
    TcpBus bus = bus(1);
    assertThat(code(bus.readHolding(1, 0, 1, SECOND))).isEqualTo("ERR_MODBUS_CONN");
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(code(bus.readHolding(1, 0, 1, SECOND))).isEqualTo("ERR_MODBUS_CONN");
    }
    assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
  }

  @Test
  void believesNothingThatIsNoAnswerToItsRequest() throws Exception {
    List<byte[]> answers = new ArrayList<>();
    byte[] good = good(new byte[12]);
    for (int at : new int[] {2, 5, 6, 7, 8}) {
      byte[] bad = good.clone();
      bad[at]++;
      answers.add(bad);
    }
    byte[] otherTransaction = good.clone();
    otherTransaction[1] = 77;
    answers.add(otherTransaction);
    byte[] endless = good.clone();
    endless[4] = 0x7f;
    answers.add(endless);
    for (byte[] answer : answers) {
      RawServer server =
          opened(
              new RawServer(
                  (request, out) -> {
                    byte[] sent = answer.clone();
                    if (sent[1] != 77) {
                      sent[0] = request[0];
                      sent[1] = request[1];
                    }
                    out.write(sent);
                  }));
      TcpBus bus = bus(server.port(), 200);
      assertThat(code(bus.readHolding(0, 0, 1, SECOND)))
          .as(Arrays.toString(answer))
          .isIn("ERR_MODBUS_ANSWER", "ERR_MODBUS_TIMEOUT");
    }
  }

  @Test
  void survivesRandomBytes() throws Exception {
    Random random = new Random(99);
    RawServer server =
        opened(
            new RawServer(
                (request, out) -> {
                  byte[] noise = new byte[1 + random.nextInt(40)];
                  random.nextBytes(noise);
                  out.write(noise);
                }));
    TcpBus bus = bus(server.port(), 20);
    for (int i = 0; i < 60; i++) {
      assertThat(code(bus.readHolding(1, 0, 1, SECOND)))
          .isIn("ERR_MODBUS_ANSWER", "ERR_MODBUS_TIMEOUT", "ERR_MODBUS_CONN");
    }
  }

  @Test
  void failsWhatWaitsWhenItIsClosedAndLeavesNoThread() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RawServer server = opened(new RawServer((request, out) -> never.await()));
    TcpBus bus = bus(server.port(), 5_000);
    CompletionStage<int[]> first = bus.readHolding(1, 0, 1, Duration.ofSeconds(10));
    CompletionStage<int[]> second = bus.readHolding(1, 0, 1, Duration.ofSeconds(10));
    long begin = System.nanoTime();
    bus.close();
    assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
    assertThat(code(first)).isEqualTo("ERR_MODBUS_CONN");
    assertThat(code(second)).isEqualTo("ERR_MODBUS_CONN");
    assertThat(code(bus.readHolding(1, 0, 1, SECOND))).isEqualTo("ERR_MODBUS_CONN");
  }

  /** A good answer to a read of one register. */
  private static byte[] good(byte[] request) {
    return new byte[] {request[0], request[1], 0, 0, 0, 5, request[6], 3, 2, 0x12, 0x34};
  }
}

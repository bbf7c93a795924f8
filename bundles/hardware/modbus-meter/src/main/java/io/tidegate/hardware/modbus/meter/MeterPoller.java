package io.tidegate.hardware.modbus.meter;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.device.PowerMeter;
import io.tidegate.api.device.Reading;
import io.tidegate.api.modbus.ModbusBus;
import io.tidegate.api.modbus.ModbusException;
import io.tidegate.api.quantity.Watts;
import java.io.Closeable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one meter again and again on its own thread {@code meter-<name>} and posts each good
 * reading. While it fails nothing is posted: the control loop sees the reading grow old.
 */
final class MeterPoller implements PowerMeter, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(MeterPoller.class);

  /** Beyond the request's own deadline; only a bus that breaks its contract ever needs it. */
  private static final long GRACE_MS = 500;

  private final MeterSettings settings;
  private final MapWatch map;
  private final Function<String, Optional<ModbusBus>> buses;
  private final Supplier<Optional<SiteInbox>> inbox;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor thread;
  private volatile MeterState state = MeterState.NEW;

  MeterPoller(
      MeterSettings settings,
      MapWatch map,
      Function<String, Optional<ModbusBus>> buses,
      Supplier<Optional<SiteInbox>> inbox,
      InstantSource clock) {
    this.settings = settings;
    this.map = map;
    this.buses = buses;
    this.inbox = inbox;
    this.clock = clock;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread worker = new Thread(task, "meter-" + settings.name());
              worker.setDaemon(true);
              return worker;
            });
    schedule(0);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Reading<Watts> power() {
    return state.reading();
  }

  MeterState state() {
    return state;
  }

  /** The next poll comes one interval after the last began; a slow one is not caught up with. */
  private void schedule(long delayNanos) {
    try {
      var unused = thread.schedule(this::pollAndGoOn, delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Meter {} ends", settings.name());
    }
  }

  private void pollAndGoOn() {
    long begin = System.nanoTime();
    try {
      poll();
    } catch (InterruptedException e) {
      // only close() interrupts this thread
      return;
    } catch (RuntimeException e) {
      fault("ERR_METER", "meter " + settings.name() + " met a fault of its own: " + e, e);
    }
    schedule(Math.max(0, settings.interval().toNanos() - (System.nanoTime() - begin)));
  }

  private void poll() throws InterruptedException {
    Optional<RegisterMap> current = map.current();
    if (map.changed()) {
      logMap(current);
    }
    Optional<ModbusBus> bus = buses.apply(settings.bus());
    if (current.isEmpty()) {
      fault("ERR_METER_MAP", map.problem(), null);
    } else if (bus.isEmpty()) {
      fault("ERR_MODBUS_CONN", "there is no Modbus bus named " + settings.bus(), null);
    } else {
      read(bus.get(), current.get());
    }
  }

  private void logMap(Optional<RegisterMap> current) {
    if (map.problem().isEmpty()) {
      LOG.info(
          "Meter {}: register map {} ({}) is in force",
          settings.name(),
          settings.map(),
          current.map(RegisterMap::title).orElse(""));
    } else {
      LOG.error("ERR_METER_MAP: meter {}: {}", settings.name(), map.problem());
    }
  }

  private void read(ModbusBus bus, RegisterMap registers) throws InterruptedException {
    Sample sample = new Sample();
    try {
      for (RegisterMap.Block block : registers.blocks()) {
        sample.add(block, await(request(bus, block)));
      }
    } catch (ModbusException e) {
      fault(e.code(), e.getMessage(), e);
      return;
    }
    post(sample);
  }

  private CompletionStage<int[]> request(ModbusBus bus, RegisterMap.Block block) {
    return block.input()
        ? bus.readInput(settings.unit(), block.address(), block.count(), settings.timeout())
        : bus.readHolding(settings.unit(), block.address(), block.count(), settings.timeout());
  }

  private int[] await(CompletionStage<int[]> answer) throws InterruptedException, ModbusException {
    try {
      return answer
          .toCompletableFuture()
          .get(settings.timeout().toMillis() + GRACE_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModbusException modbus) {
        throw modbus;
      }
      throw new IllegalStateException("the bus failed", e.getCause());
    } catch (TimeoutException e) {
      throw new ModbusException("ERR_MODBUS_TIMEOUT", "the bus did not answer at all", e);
    }
  }

  private void post(Sample sample) {
    Optional<SiteInput.MeterReading> reading = sample.reading(settings.name());
    inbox
        .get()
        .ifPresent(
            box -> {
              // a refused measurement is not kept: the next one comes in an interval
              reading.ifPresent(box::post);
              sample.temperatures().forEach(box::post);
            });
    if (reading.isEmpty() && sample.temperatures().isEmpty()) {
      count(sample);
      fault("ERR_METER_RANGE", "implausible values: " + sample.rejected(), null);
      return;
    }
    good(sample, reading);
  }

  private void good(Sample sample, Optional<SiteInput.MeterReading> reading) {
    if (!state.fault().isEmpty() || state.at().equals(Instant.EPOCH)) {
      LOG.info("Meter {} is read from bus {}", settings.name(), settings.bus());
    }
    boolean rejecting = !sample.rejected().isEmpty();
    if (rejecting && !state.rejecting()) {
      LOG.warn("ERR_METER_RANGE: meter {}: implausible {}", settings.name(), sample.rejected());
    }
    state =
        new MeterState(
            "",
            rejecting
                ? "ERR_METER_RANGE: implausible values were rejected: " + sample.rejected()
                : "read from bus " + settings.bus() + ", unit " + settings.unit(),
            reading.map(SiteInput.MeterReading::powerW).orElse(state.powerW()),
            clock.instant(),
            map.problem(),
            state.rejected() + sample.rejected().size(),
            rejecting);
  }

  private void count(Sample sample) {
    MeterState was = state;
    state =
        new MeterState(
            was.fault(),
            was.sentence(),
            was.powerW(),
            was.at(),
            was.mapProblem(),
            was.rejected() + sample.rejected().size(),
            true);
  }

  private void fault(String code, String sentence, Throwable cause) {
    MeterState was = state;
    String full = sentence.startsWith(code) ? sentence : code + ": " + sentence;
    if (!code.equals(was.fault())) {
      LOG.warn("Meter {}: {}", settings.name(), full, code.equals("ERR_METER") ? cause : null);
    }
    state =
        new MeterState(
            code, full, was.powerW(), was.at(), map.problem(), was.rejected(), was.rejecting());
  }

  /** Ends the thread; takes 1 s at most. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("Meter {}: its thread did not end within 1 s", settings.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.tidegate.hardware.modbus.bus;

import com.ghgande.j2mod.modbus.Modbus;
import io.tidegate.api.modbus.ModbusBus;
import io.tidegate.api.modbus.ModbusException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bus over Modbus TCP. The thread {@code modbus-<name>} owns the connection and serves one
 * request after the other; {@code modbus-<name>-deadline} completes those whose deadline has passed
 * and closes the connection under the one that hangs. Answers complete on these two threads: who
 * continues there returns at once.
 */
final class TcpBus implements ModbusBus, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpBus.class);
  private static final int QUEUE = 64;
  private static final long JOIN_MS = 1_500;

  private final BusSettings settings;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ScheduledThreadPoolExecutor deadlines;
  private final Thread thread;
  private final BackOff backOff;
  private final Object lock = new Object();
  private volatile boolean closed;
  private volatile BusHealth health;
  // both under the lock, so that a late alarm closes no other request's connection
  private Request inFlight;
  private Link link;
  // of the bus thread
  private long silentUntil = System.nanoTime();

  TcpBus(BusSettings settings) {
    this.settings = settings;
    this.health = BusHealth.idle(settings);
    this.backOff = new BackOff(settings.backOffMin(), settings.backOffMax(), new Random());
    String threadName = "modbus-" + settings.name();
    this.deadlines =
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, threadName + "-deadline"));
    deadlines.setRemoveOnCancelPolicy(true);
    this.thread = daemon(this::serve, threadName);
    thread.start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletionStage<int[]> readHolding(int unit, int address, int count, Duration deadline) {
    return submit(Request.read(Modbus.READ_MULTIPLE_REGISTERS, unit, address, count), deadline);
  }

  @Override
  public CompletionStage<int[]> readInput(int unit, int address, int count, Duration deadline) {
    return submit(Request.read(Modbus.READ_INPUT_REGISTERS, unit, address, count), deadline);
  }

  @Override
  public CompletionStage<Void> writeHolding(
      int unit, int address, int[] values, Duration deadline) {
    return submit(Request.write(unit, address, values), deadline).thenApply(nothing -> null);
  }

  BusHealth health() {
    return health;
  }

  private CompletionStage<int[]> submit(Request request, Duration deadline) {
    if (closed) {
      request.fail(closedNow());
    } else if (!queue.offer(request)) {
      request.fail(failure("ERR_MODBUS_BUSY", QUEUE + " requests are waiting already", null));
    } else {
      arm(request, deadline);
    }
    return request.answer().minimalCompletionStage();
  }

  private void arm(Request request, Duration deadline) {
    try {
      ScheduledFuture<?> alarm =
          deadlines.schedule(
              () -> expire(request, deadline), deadline.toNanos(), TimeUnit.NANOSECONDS);
      var unused = request.answer().whenComplete((values, failure) -> alarm.cancel(false));
    } catch (java.util.concurrent.RejectedExecutionException e) {
      // the bus was closed in between
      request.fail(closedNow());
    }
  }

  private void expire(Request request, Duration deadline) {
    request.fail(
        failure("ERR_MODBUS_TIMEOUT", "no answer within " + deadline.toMillis() + " ms", null));
    boolean waiting = queue.remove(request);
    synchronized (lock) {
      if (!waiting && request.equals(inFlight)) {
        disconnect();
      }
    }
  }

  private void serve() {
    while (!closed) {
      try {
        Request request = queue.take();
        if (!request.answer().isDone()) {
          serve(request);
        }
      } catch (InterruptedException e) {
        // close() has set the flag; nobody else interrupts this thread
        LOG.debug("Modbus bus {} ends", settings.name());
      } catch (RuntimeException e) {
        LOG.error("ERR_MODBUS_CONN: bus {} met a fault of its own", settings.name(), e);
      }
    }
  }

  private void serve(Request request) {
    synchronized (lock) {
      inFlight = request;
    }
    try {
      int[] values = exchange(request);
      good();
      request.answer().complete(values);
    } catch (ModbusException e) {
      // a refusal is an answer: the connection is good
      good();
      request.fail(e);
    } catch (Answer.ForeignAnswerException e) {
      bad(request, failure("ERR_MODBUS_ANSWER", e.getMessage(), e), false);
    } catch (UnreachableException e) {
      bad(request, e.failure, e.attempted && !request.answer().isDone());
    } catch (SocketTimeoutException e) {
      bad(request, noAnswer(request, e), false);
    } catch (IOException e) {
      // the deadline closes the connection under its request: no fault of the connection
      boolean expired = request.answer().isDone();
      bad(
          request,
          expired ? noAnswer(request, e) : failure("ERR_MODBUS_CONN", reason(e), e),
          !expired);
    } finally {
      synchronized (lock) {
        inFlight = null;
      }
    }
  }

  private int[] exchange(Request request)
      throws IOException, ModbusException, Answer.ForeignAnswerException, UnreachableException {
    boolean reused = connected();
    try {
      return connect().exchange(request, (int) settings.timeout().toMillis());
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (!reused || closed || request.answer().isDone()) {
        throw e;
      }
      // the device may have dropped an idle connection: one more try on a fresh one
      disconnect();
      return connect().exchange(request, (int) settings.timeout().toMillis());
    }
  }

  private boolean connected() {
    synchronized (lock) {
      return link != null;
    }
  }

  private Link connect() throws UnreachableException {
    Link fresh;
    synchronized (lock) {
      if (closed) {
        throw new UnreachableException(closedNow(), false);
      }
      if (link != null) {
        return link;
      }
      long wait = silentUntil - System.nanoTime();
      if (wait > 0) {
        throw new UnreachableException(health.failure(), false);
      }
      fresh = new Link();
      link = fresh;
    }
    try {
      fresh.open(settings.host(), settings.port(), (int) settings.timeout().toMillis());
      return fresh;
    } catch (IOException e) {
      throw new UnreachableException(failure("ERR_MODBUS_CONN", reason(e), e), true);
    }
  }

  private void good() {
    backOff.reset();
    if (!health.good()) {
      LOG.info("Modbus bus {} is connected to {}", settings.name(), settings.endpoint());
    }
    health = BusHealth.connected(settings);
  }

  private void bad(Request request, ModbusException failure, boolean backOffDue) {
    disconnect();
    if (backOffDue) {
      silentUntil = System.nanoTime() + backOff.failed().toNanos();
    }
    if (!closed && !failure.code().equals(health.code())) {
      LOG.warn("Modbus bus {}: {}", settings.name(), failure.getMessage());
    }
    health = BusHealth.failed(failure);
    request.fail(failure);
  }

  private void disconnect() {
    synchronized (lock) {
      if (link != null) {
        try {
          link.close();
        } catch (IOException e) {
          LOG.debug("Modbus bus {}: closing failed", settings.name(), e);
        }
        link = null;
      }
    }
  }

  private ModbusException failure(String code, String sentence, Throwable cause) {
    return new ModbusException(
        code, "bus " + settings.name() + " at " + settings.endpoint() + ": " + sentence, cause);
  }

  private ModbusException noAnswer(Request request, IOException e) {
    return failure("ERR_MODBUS_TIMEOUT", "no answer to " + request, e);
  }

  private ModbusException closedNow() {
    return failure("ERR_MODBUS_CONN", "the bus is closed", null);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "the device closed the connection" : e.getMessage();
  }

  /** Ends both threads and fails what waits; takes 1.5 s at most. */
  @Override
  public void close() {
    closed = true;
    disconnect();
    thread.interrupt();
    deadlines.shutdownNow();
    try {
      thread.join(JOIN_MS);
      deadlines.awaitTermination(JOIN_MS / 10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("Modbus bus {}: its thread still waits for a name server", settings.name());
    }
    List<Request> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.forEach(request -> request.fail(closedNow()));
  }

  /** No connection: it could not be made, or it is too early to try again. */
  private static final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ModbusException failure;
    private final boolean attempted;

    UnreachableException(ModbusException failure, boolean attempted) {
      super(failure);
      this.failure = failure;
      this.attempted = attempted;
    }
  }
}

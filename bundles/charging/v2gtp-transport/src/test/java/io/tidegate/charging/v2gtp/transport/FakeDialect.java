package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.connection.Slot;
import io.tidegate.api.vehicle.VehicleDialect;
import io.tidegate.api.vehicle.VehicleLine;
import io.tidegate.api.vehicle.VehicleProtocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Echoes every message with its own name before it, counts in the slot, and does what the first
 * byte of a message says.
 */
final class FakeDialect implements VehicleDialect {
  /** First bytes of messages that are not just echoed. */
  static final int SILENT = 0xf0;

  static final int THROW = 0xf1;
  static final int CLOSE = 0xf2;
  static final int DEADLINE = 0xf3;
  static final int TWICE = 0xf4;
  static final int ANSWER_ON_CHANGE = 0xf5;
  static final int HANG = 0xf6;
  static final int IN_TIME = 0xf7;

  /** What {@link #HANG} holds the event loop up with. */
  final CountDownLatch hung = new CountDownLatch(1);

  final CountDownLatch resume = new CountDownLatch(1);

  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final int name;
  private final List<VehicleProtocol> protocols;
  volatile VehicleLine line;

  FakeDialect(int name, VehicleProtocol... protocols) {
    this.name = name;
    this.protocols = List.of(protocols);
  }

  @Override
  public List<VehicleProtocol> protocols() {
    return protocols;
  }

  @Override
  public void attached(VehicleLine attached) {
    line = attached;
    events.add("attached");
  }

  @Override
  public void received(VehicleLine from, int payloadType, byte[] message) {
    int first = message.length == 0 ? 0 : message[0] & 0xff;
    switch (first) {
      case SILENT -> events.add("silent");
      case THROW -> throw new IllegalStateException("told to");
      case CLOSE -> from.close("ERR_TEST", "told to");
      case DEADLINE -> {
        from.deadline(Duration.ofMillis(20));
        echo(from, payloadType, message);
      }
      case TWICE -> {
        echo(from, payloadType, message);
        echo(from, payloadType, message);
      }
      case HANG -> {
        from.deadline(Duration.ofMillis(20));
        echo(from, payloadType, message);
        hung.countDown();
        hold();
      }
      case IN_TIME -> {
        from.noDeadline();
        events.add("in time");
        echo(from, payloadType, message);
      }
      case ANSWER_ON_CHANGE -> from.slot(new Slot("waiting", message));
      default -> echo(from, payloadType, message);
    }
  }

  private void hold() {
    try {
      if (!resume.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody resumed it");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void echo(VehicleLine to, int payloadType, byte[] message) {
    int count = to.slot().bytes().length;
    to.slot(new Slot("count", new byte[count + 1]));
    byte[] answer = new byte[message.length + 2];
    answer[0] = (byte) name;
    answer[1] = (byte) (count + 1);
    System.arraycopy(message, 0, answer, 2, message.length);
    to.send(payloadType, answer);
  }

  @Override
  public void expired(VehicleLine expired) {
    events.add("expired");
  }

  @Override
  public void changed(VehicleLine changed) {
    events.add("changed");
    if (changed.slot().schema().equals("waiting")) {
      byte[] message = changed.slot().bytes();
      changed.slot(Slot.EMPTY);
      echo(changed, 0x8001, message);
    }
  }

  @Override
  public void detached(VehicleLine detached, Detachment reason) {
    events.add(reason.name());
  }

  /** Waits for that event, passing over others but for the unwanted. */
  void await(String event, String... unwanted) throws InterruptedException {
    String seen;
    do {
      seen = events.poll(30, TimeUnit.SECONDS);
      if (seen == null || List.of(unwanted).contains(seen)) {
        throw new AssertionError(seen + " and not " + event);
      }
    } while (!seen.equals(event));
  }
}

package io.tidegate.charging.slac;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.MmeException;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.MmeReader;
import io.tidegate.codec.slac.MmeWriter;
import io.tidegate.codec.slac.NetworkKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of one link's machine: frames in and out, commands, deadlines, the report. {@link
 * #turn} is the loop's thread's; what {@link PlcLink} offers is any thread's and never blocks. A
 * command that has not been carried out yet is replaced by a newer one.
 */
final class SlacLink implements PlcLink {
  /** Opens the interface; throws with a sentence for the operator. */
  @FunctionalInterface
  interface Opener {
    RawLink open(String device) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(SlacLink.class);
  private static final int FRAMES_A_TURN = 64;
  private static final int FRAME = 2_048;
  private static final int NONCE_BITS = 32;
  private static final long STRANGERS_NS = Rules.ms(60_000);

  private final SlacSettings settings;
  private final Opener opener;
  private final Runnable wake;
  private final SecureRandom random;
  private final AtomicReference<Event> command = new AtomicReference<>();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final byte[] buffer = new byte[FRAME];
  private volatile Report report;

  private RawLink raw;
  private Rules rules;
  private LinkState state;
  private boolean wanted;
  private long deadline;
  private boolean started;
  private String refused = "";
  private long strangers;
  private Optional<Long> strangersToldAt = Optional.empty();

  /**
   * @param wake tells the loop that a command waits
   */
  SlacLink(SlacSettings settings, Opener opener, Runnable wake, SecureRandom random) {
    this.settings = settings;
    this.opener = opener;
    this.wake = wake;
    this.random = random;
    this.report = closed("The interface " + settings.device() + " is not open yet");
  }

  private static Report closed(String why) {
    return new Report(State.DOWN, Optional.empty(), Double.NaN, Double.NaN, 0, why);
  }

  @Override
  public EvseId evse() {
    return settings.evse();
  }

  @Override
  public Report report() {
    return report;
  }

  @Override
  public void match() {
    command.set(new Event.Match());
    wake.run();
  }

  @Override
  public void terminate() {
    command.set(new Event.Terminate());
    wake.run();
  }

  @Override
  public void pause() {
    command.compareAndSet(null, new Event.Pause());
    wake.run();
  }

  @Override
  public AutoCloseable watch(Runnable changed) {
    watchers.add(changed);
    return () -> watchers.remove(changed);
  }

  /** The open interface. */
  Optional<RawLink> raw() {
    return Optional.ofNullable(raw);
  }

  /**
   * Does what is due.
   *
   * @param readable whether frames may wait
   * @return when the next turn is due at the latest, ns
   */
  long turn(long now, boolean readable) {
    Event asked = command.getAndSet(null);
    try {
      if (raw == null && (!started || now - deadline >= 0)) {
        open(now);
      }
      if (raw != null) {
        work(asked, now, readable);
      } else if (asked != null) {
        wanted = asked instanceof Event.Match || (wanted && asked instanceof Event.Pause);
      }
    } catch (IOException e) {
      close(e.getMessage(), now);
    }
    return deadline;
  }

  private void open(long now) throws IOException {
    started = true;
    deadline = now + Rules.DOWN_NS;
    RawLink opened = opener.open(settings.device());
    raw = opened;
    rules = settings.rules(opened.address());
    state = LinkState.fresh(rules, wanted, now);
    refused = "";
    LOG.info("{}: {} is open, {}", evse(), settings.device(), opened.address());
    step(new Event.Tick(), now);
  }

  private void work(Event asked, long now, boolean readable) throws IOException {
    if (asked != null) {
      step(asked, now);
    }
    if (readable) {
      for (int i = 0; i < FRAMES_A_TURN; i++) {
        int length = raw.receive(buffer);
        if (length == 0) {
          break;
        }
        received(length, now);
      }
    }
    if (now - deadline >= 0) {
      step(new Event.Tick(), now);
    }
  }

  private void received(int length, long now) throws IOException {
    MmeFrame frame;
    try {
      frame = MmeReader.read(buffer, length);
    } catch (MmeException e) {
      stranger(e, now);
      return;
    }
    step(new Event.Received(frame), now);
  }

  /** One line a minute, however many come. */
  private void stranger(MmeException e, long now) {
    strangers++;
    if (strangersToldAt.isEmpty() || now - strangersToldAt.get() >= STRANGERS_NS) {
      strangersToldAt = Optional.of(now);
      LOG.warn(
          "{}: frames that are not to be read on {}: {} so far, the last: {} {}",
          evse(),
          settings.device(),
          strangers,
          e.reason(),
          e.getMessage());
    }
  }

  private void step(Event event, long now) throws IOException {
    Step step = Slac.step(state, event, rules, now, this::secret);
    state = step.state();
    wanted = state.wanted();
    deadline = step.deadline();
    for (Note note : step.notes()) {
      if (note.warning()) {
        LOG.warn("{}: {}", evse(), note.text());
      } else {
        LOG.info("{}: {}", evse(), note.text());
      }
    }
    tell(state.report());
    for (MmeFrame frame : step.frames()) {
      raw.send(MmeWriter.write(frame));
    }
  }

  private Secret secret() {
    byte[] key = new byte[NetworkKey.LENGTH];
    random.nextBytes(key);
    return new Secret(NetworkKey.of(key), random.nextLong() >>> NONCE_BITS);
  }

  private void tell(Report next) {
    if (!next.equals(report)) {
      report = next;
      for (Runnable watcher : watchers) {
        try {
          watcher.run();
        } catch (RuntimeException e) {
          LOG.error("{}: a watcher of the link has failed", evse(), e);
        }
      }
    }
  }

  private void close(String why, long now) {
    close();
    deadline = now + Rules.DOWN_NS;
    if (!refused.equals(why)) {
      LOG.warn("{}: {}", evse(), why);
      refused = why;
    }
    tell(closed(why));
  }

  /** Lets go of the interface; the loop's thread, or after it has ended. */
  void close() {
    if (raw != null) {
      raw.close();
      raw = null;
    }
  }
}

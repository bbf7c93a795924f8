package io.tidegate.sim.ev;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Remembers what happened to a vehicle; of the charge loops the latest. Any thread. */
public final class Logbook implements Witness {
  private static final int MOST_EXCHANGES = 2_000;
  private static final int MOST_LOOPS = 20_000;

  private final List<Exchange> exchanges = new ArrayList<>();
  private final Deque<Loop> loops = new ArrayDeque<>();
  private long looped;
  private Phase phase = Phase.DISCOVERY;
  private Ending ending;

  /** A request that was answered, outside the charge loop. */
  public record Exchange(Phase phase, String code, long sentNanos, long receivedNanos) {}

  @Override
  public synchronized void asked(Phase in, long nanos) {
    phase = in;
  }

  @Override
  public synchronized void answered(Phase in, String code, long sentNanos, long receivedNanos) {
    if (in != Phase.CHARGE_LOOP && exchanges.size() < MOST_EXCHANGES) {
      exchanges.add(new Exchange(in, code, sentNanos, receivedNanos));
    }
  }

  @Override
  public synchronized void looped(Loop loop) {
    looped++;
    loops.addLast(loop);
    if (loops.size() > MOST_LOOPS) {
      loops.removeFirst();
    }
  }

  @Override
  public synchronized void ended(Ending how) {
    phase = Phase.OVER;
    ending = how;
  }

  /** Where it is. */
  public synchronized Phase phase() {
    return phase;
  }

  public synchronized List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** The phases that were answered, each once for any number of repetitions in a row. */
  public synchronized List<Phase> course() {
    List<Phase> course = new ArrayList<>();
    for (Exchange e : exchanges) {
      if (course.isEmpty() || course.get(course.size() - 1) != e.phase()) {
        course.add(e.phase());
      }
    }
    return course;
  }

  /** The latest response code of a phase. */
  public synchronized Optional<String> code(Phase of) {
    return exchanges.stream()
        .filter(e -> e.phase() == of)
        .map(Exchange::code)
        .reduce((earlier, later) -> later);
  }

  /** How many charge loops there were. */
  public synchronized long looped() {
    return looped;
  }

  public synchronized List<Loop> loops() {
    return List.copyOf(loops);
  }

  public synchronized Optional<Loop> latest() {
    return Optional.ofNullable(loops.peekLast());
  }

  /** Empty while it goes on. */
  public synchronized Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  @Override
  public synchronized String toString() {
    return phase
        + " after "
        + course()
        + ", "
        + looped
        + " loops, latest "
        + loops.peekLast()
        + ", ending "
        + ending;
  }
}

package io.tidegate.core.journal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work on its way to the writer, in order. Any thread adds, the writer takes. Work that may linger
 * does not wake the writer for each piece: on a large site there are thousands a second.
 */
final class Intake {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition due = lock.newCondition();
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();
  private long dueAt;

  /**
   * @param lingerNanos how long it may wait for company
   */
  void add(Work work, long lingerNanos) {
    lock.lock();
    try {
      long at = System.nanoTime() + lingerNanos;
      boolean sooner = waiting.isEmpty() || at - dueAt < 0;
      waiting.add(work);
      if (sooner) {
        dueAt = at;
        due.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the first of what waits is due, and no longer than the time given when nothing
   * comes; then hands over the oldest.
   *
   * @param most after so many it does not wait
   */
  void take(Collection<Work> into, int most, long idleMillis) throws InterruptedException {
    long idleUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(idleMillis);
    lock.lockInterruptibly();
    try {
      long left = (waiting.isEmpty() ? idleUntil : dueAt) - System.nanoTime();
      while (left > 0 && waiting.size() < most) {
        long unused = due.awaitNanos(left);
        left = (waiting.isEmpty() ? idleUntil : dueAt) - System.nanoTime();
      }
      move(into, most);
    } finally {
      lock.unlock();
    }
  }

  /** Hands over everything at once. */
  void drain(Collection<Work> into) {
    lock.lock();
    try {
      move(into, Integer.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  /** What stays is due: only what exceeds a transaction stays. */
  private void move(Collection<Work> into, int most) {
    for (int i = 0; i < most && !waiting.isEmpty(); i++) {
      into.add(waiting.poll());
    }
    dueAt = System.nanoTime();
  }
}

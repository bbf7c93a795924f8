package io.tidegate.core.journal;

import io.tidegate.api.journal.JournalStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status and who wants to hear of it. Written by the writer thread, read by any. */
final class StatusBoard {
  static final JournalStatus STARTING =
      new JournalStatus(false, "ERR_JOURNAL_STARTING", "The journal is being opened: wait");
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile Posted posted = new Posted(0, STARTING);

  JournalStatus get() {
    return posted.status;
  }

  /** Only the writer thread. */
  void set(JournalStatus status) {
    Posted before = posted;
    if (before.status.equals(status)) {
      return;
    }
    boolean otherWords = before.status.code().equals(status.code()) && before.number > 0;
    Posted now = new Posted(otherWords ? before.number : before.number + 1, status);
    posted = now;
    if (status.writable()) {
      LOG.info("Records can be written{}", before.number == 0 ? "" : " again");
    } else if (status.code().equals(Writer.STOPPED)) {
      LOG.info("{}", status.sentence());
    } else if (!otherWords) {
      LOG.error("{}: {}", status.code(), status.sentence());
    }
    for (Subscription subscription : subscriptions) {
      subscription.deliver(now);
    }
  }

  AutoCloseable subscribe(Consumer<JournalStatus> listener) {
    Subscription subscription = new Subscription(listener);
    subscriptions.add(subscription);
    subscription.deliver(posted);
    return () -> subscriptions.remove(subscription);
  }

  private record Posted(long number, JournalStatus status) {}

  /** Delivers in order and each status once, although two threads may deliver the first. */
  private static final class Subscription {
    private final Consumer<JournalStatus> listener;
    private long delivered = -1;

    Subscription(Consumer<JournalStatus> listener) {
      this.listener = listener;
    }

    synchronized void deliver(Posted news) {
      if (news.number <= delivered) {
        return;
      }
      delivered = news.number;
      try {
        listener.accept(news.status);
      } catch (RuntimeException e) {
        LOG.error("A listener of the journal's status failed", e);
      }
    }
  }
}

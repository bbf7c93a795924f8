package io.tidegate.charging.secc;

import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings inputs to the site, in order. What a full inbox refuses waits here and is offered again in
 * the next tick; a measurement does not wait. While there is no inbox nothing is kept: whoever
 * comes is told everything anew. Thread-safe, never blocks.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int MOST = 10_000;

  private final ArrayDeque<SiteInput> waiting = new ArrayDeque<>();
  private Optional<SiteInbox> inbox = Optional.empty();

  synchronized void bind(SiteInbox newer) {
    waiting.clear();
    inbox = Optional.of(newer);
  }

  synchronized void unbind(SiteInbox older) {
    if (inbox.filter(older::equals).isPresent()) {
      inbox = Optional.empty();
      waiting.clear();
    }
  }

  synchronized void deliver(SiteInput input) {
    if (inbox.isEmpty() || (waiting.isEmpty() && inbox.get().post(input))) {
      return;
    }
    if (input instanceof SiteInput.EvseTelemetry) {
      return;
    }
    if (waiting.size() >= MOST) {
      LOG.error("{} lost: the site's inbox is full and {} inputs wait", input, MOST);
    } else {
      waiting.add(input);
    }
  }

  synchronized void again() {
    while (!waiting.isEmpty() && inbox.isPresent() && inbox.get().post(waiting.peek())) {
      waiting.poll();
    }
  }
}

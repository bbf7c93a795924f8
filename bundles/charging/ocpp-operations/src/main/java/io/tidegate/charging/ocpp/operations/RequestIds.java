package io.tidegate.charging.ocpp.operations;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers of requests that stations name again in their reports. They begin with the second of the
 * start, so that a station which still reports on a request before a restart is not misunderstood.
 */
final class RequestIds {
  private final AtomicInteger last;

  RequestIds(long epochSecond) {
    last = new AtomicInteger((int) (epochSecond & 0x3fff_ffff));
  }

  int next() {
    return last.updateAndGet(id -> id == Integer.MAX_VALUE ? 1 : id + 1);
  }
}

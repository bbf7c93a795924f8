package io.tidegate.charging.ocpp.upstream;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Requests of one connection that its dialect has not answered yet. Thread-safe. */
final class Hearing {
  private static final int MOST = 256;

  private final Map<String, Heard> unanswered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Heard> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A station's request.
   *
   * @param text as it came
   * @param early an upstream's answer that was asked for before the dialect heard of it
   */
  record Heard(Envelope call, String text, Optional<CompletionStage<Optional<Envelope>>> early) {}

  synchronized void add(Heard heard) {
    unanswered.put(heard.call().id(), heard);
  }

  synchronized Optional<Heard> take(String id) {
    return Optional.ofNullable(unanswered.remove(id));
  }
}

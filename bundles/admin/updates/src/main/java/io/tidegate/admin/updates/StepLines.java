package io.tidegate.admin.updates;

import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.update.UpdateView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line in the journal for each step of each order, in the ledger of what is done once: a step
 * that is told again after a restart is there once. Replay reads inputs and decisions and does not
 * see it; {@code tidegate journal list} shows the last ones. Any thread; nothing waits for the
 * disk.
 */
final class StepLines {
  /** Known to the journal's tool too. */
  static final String SPACE = "update-step";

  private static final Logger LOG = LoggerFactory.getLogger(StepLines.class);
  private static final Duration KEPT = Duration.ofDays(400);

  /** More steps than three orders have: the journal is there soon, or not at all. */
  private static final int MOST = 64;

  private final Deque<UpdateView> waiting = new ArrayDeque<>();
  private OnceLedger ledger;

  /** The journal is there: what has waited for it is written. */
  synchronized void bind(OnceLedger next) {
    ledger = next;
    for (UpdateView view = waiting.poll(); view != null; view = waiting.poll()) {
      write(view);
    }
  }

  synchronized void unbind(OnceLedger last) {
    if (Objects.equals(ledger, last)) {
      ledger = null;
    }
  }

  /** The order is at another step. */
  synchronized void add(UpdateView view) {
    if (ledger != null) {
      write(view);
    } else {
      waiting.add(view);
      if (waiting.size() > MOST) {
        waiting.remove();
      }
    }
  }

  private void write(UpdateView view) {
    List<UpdateView.Done> steps = view.steps();
    if (steps.isEmpty()) {
      return;
    }
    String key = "%s/%02d/%s".formatted(view.id(), steps.size(), view.step());
    byte[] line = line(view).getBytes(StandardCharsets.UTF_8);
    ledger
        .once(SPACE, key, line, steps.get(steps.size() - 1).at(), KEPT)
        .whenComplete(
            (verdict, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "order {}: no line in the journal for {}", view.id(), view.step(), failure);
              }
            });
  }

  /** For people. */
  static String line(UpdateView view) {
    StringBuilder line = new StringBuilder("order ").append(view.id());
    if (!view.release().isEmpty()) {
      line.append(" (").append(view.release()).append(' ').append(view.version());
      line.append(", counter ").append(view.counter()).append(')');
    }
    line.append(": ").append(view.step());
    if (!view.code().isEmpty()) {
      line.append(' ').append(view.code());
    }
    return line.append(view.sentence().isEmpty() ? "" : ": " + view.sentence()).toString();
  }
}

package io.tidegate.charging.secc;

import io.tidegate.api.journal.TransactionLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what it is told. */
final class FakeLedger implements TransactionLedger {
  private final List<Event> events = new ArrayList<>();
  final List<Summary> open = new ArrayList<>();
  volatile boolean full;

  @Override
  public synchronized CompletionStage<Outcome> record(Event event) {
    if (full) {
      return CompletableFuture.failedStage(new IOException("the disk is full"));
    }
    events.add(event);
    return CompletableFuture.completedStage(Outcome.RECORDED);
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public Optional<Summary> summary(String station, String transaction) {
    return Optional.empty();
  }

  @Override
  public List<Summary> open() {
    return open;
  }

  @Override
  public List<Summary> recent(int most) {
    return List.of();
  }
}

package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.quantity.StationId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A report that is being received: parts in their order, a part that comes twice counted once, all
 * of them together within a bound (C7). Thread-safe.
 */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
  private static final int MOST_PARTS = 20_000;

  /** What became of it; the sentence is empty when it is whole. */
  private final CompletableFuture<String> end = new CompletableFuture<>();

  private final StationId station;
  private final int requestId;
  private final Report report;
  private final Disk disk;
  private final long mostBytes;
  private int next;
  private long bytes;

  Assembly(StationId station, int requestId, Report report, Disk disk, long mostBytes) {
    this.station = station;
    this.requestId = requestId;
    this.report = report;
    this.disk = disk;
    this.mostBytes = mostBytes;
  }

  int requestId() {
    return requestId;
  }

  /** Completes with an empty text when the report is whole, else with what went wrong. */
  CompletableFuture<String> end() {
    return end;
  }

  void begin(String heading) {
    disk.run(() -> report.begin(heading)).exceptionally(this::failed);
  }

  /**
   * A part of it.
   *
   * @return completes when it is on the disk
   */
  synchronized CompletionStage<Void> part(Json part, String payload) {
    int number = part.integer("seqNo").orElse(-1);
    if (end.isDone() || number < next) {
      return CompletableFuture.completedStage(null);
    }
    bytes += payload.length();
    if (number > next) {
      fail("part " + next + " is missing");
    } else if (bytes > mostBytes || next >= MOST_PARTS) {
      fail("it is larger than " + mostBytes / 1_024 + " KiB");
    }
    if (end.isDone()) {
      return CompletableFuture.completedStage(null);
    }
    next++;
    boolean last = !part.flag("tbc");
    return disk.run(
            () -> {
              report.append(payload);
              if (last) {
                report.commit();
                end.complete("");
              }
            })
        .exceptionally(this::failed);
  }

  private Void failed(Throwable failure) {
    LOG.error("The report of station {} cannot be kept", station, failure);
    fail("it cannot be written");
    return null;
  }

  /** Gives it up. */
  void fail(String sentence) {
    if (end.complete(sentence)) {
      LOG.warn("Report {} of station {} is given up: {}", requestId, station, sentence);
      disk.run(report::abandon)
          .exceptionally(
              e -> {
                LOG.debug("The unfinished report of station {} stays", station, e);
                return null;
              });
    }
  }
}

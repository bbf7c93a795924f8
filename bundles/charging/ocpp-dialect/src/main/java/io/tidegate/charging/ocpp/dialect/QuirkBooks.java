package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import io.tidegate.api.site.StationQuirks.ProfileKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All books there are: our own and those that vendors bring as bundles of theirs. What any of them
 * says holds; where two say something else of the same field, the higher {@code service.ranking}
 * wins, then the newer service. Thread-safe.
 */
final class QuirkBooks {
  private static final Logger LOG = LoggerFactory.getLogger(QuirkBooks.class);
  private static final Duration LONGEST_SPACING = Duration.ofSeconds(10);
  private static final double HIGHEST_MIN_A = 80;

  private final CopyOnWriteArrayList<Shelved> books = new CopyOnWriteArrayList<>();

  private record Shelved(QuirkBook book, long ranking, long id) {}

  synchronized void add(QuirkBook book, Map<String, ?> properties) {
    List<Shelved> next = new ArrayList<>(books);
    next.add(
        new Shelved(book, number(properties, "service.ranking"), number(properties, "service.id")));
    next.sort(Comparator.comparingLong(Shelved::ranking).thenComparingLong(Shelved::id));
    books.clear();
    books.addAll(next);
  }

  synchronized void remove(QuirkBook book) {
    books.removeIf(shelved -> shelved.book() == book);
  }

  private static long number(Map<String, ?> properties, String name) {
    return properties.get(name) instanceof Number number ? number.longValue() : 0;
  }

  StationQuirks of(StationMake make) {
    StationQuirks all = StationQuirks.NONE;
    for (Shelved shelved : books) {
      try {
        all = onto(all, inRange(shelved.book().of(make)));
      } catch (RuntimeException | LinkageError e) {
        LOG.error("Station {}: a book of quirks failed and is left out", make.station(), e);
      }
    }
    return all;
  }

  /** A vendor's code is not checked by anybody before. */
  private static StationQuirks inRange(StationQuirks quirks) {
    if (!(quirks.minLimitA() >= 0 && quirks.minLimitA() <= HIGHEST_MIN_A)
        || quirks.callSpacing().isNegative()
        || quirks.callSpacing().compareTo(LONGEST_SPACING) > 0) {
      throw new IllegalArgumentException(
          "minLimitA must be 0 to 80 and callSpacing 0 to 10 s: " + quirks);
    }
    return quirks;
  }

  private static StationQuirks onto(StationQuirks before, StationQuirks more) {
    List<String> names = new ArrayList<>(before.names());
    names.addAll(more.names());
    return new StationQuirks(
        names,
        more.profileKind() == ProfileKind.ABSOLUTE ? before.profileKind() : more.profileKind(),
        more.limitUnit().isPresent() ? more.limitUnit() : before.limitUnit(),
        more.minLimitA() > 0 ? more.minLimitA() : before.minLimitA(),
        before.negativeLimit() && more.negativeLimit(),
        before.numberPhases() && more.numberPhases(),
        before.meterValues() && more.meterValues(),
        before.bootsOnReconnect() && more.bootsOnReconnect(),
        before.tolerant() || more.tolerant(),
        more.callSpacing().isZero() ? before.callSpacing() : more.callSpacing());
  }
}

package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Change;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.codec.classfile.MalformedClassException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether classes of an order are there and find what they use. Remembers the last answer that was
 * good, since the same is asked again when an order has waited for its turn. The updater's thread.
 */
public final class Links {
  private static final long MOST_NS = 300_000_000_000L;
  private List<List<String>> good = List.of();

  /**
   * Compares them.
   *
   * @throws UpdateRefusedException with bundle, class and what it would miss
   * @throws IOException when a jar cannot be read, or five minutes were too short
   */
  public void check(Plan plan, List<Change> changes)
      throws UpdateRefusedException, IOException, InterruptedException {
    Uses.Sides sides = plan.sides(changes);
    List<List<String>> asked = new ArrayList<>();
    for (List<Piece> side : List.of(sides.staying(), sides.going(), sides.coming())) {
      asked.add(side.stream().map(Piece::location).toList());
    }
    if (!asked.equals(good)) {
      compare(sides);
      good = asked;
    }
  }

  private static void compare(Uses.Sides sides)
      throws UpdateRefusedException, IOException, InterruptedException {
    long begun = System.nanoTime();
    try (Worlds worlds = new Worlds(sides)) {
      Baseline.refuse(UpdateCode.UNRESOLVABLE, Descriptions.gaps(worlds, () -> pass(begun)));
      Baseline.refuse(UpdateCode.API_BREAK, Uses.gaps(worlds, () -> pass(begun)));
    } catch (MalformedClassException e) {
      throw new UpdateRefusedException(UpdateCode.UNRESOLVABLE, e.getMessage(), e);
    }
  }

  private static void pass(long begun) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (System.nanoTime() - begun > MOST_NS) {
      throw new IOException("its classes could not be compared within five minutes");
    }
  }
}

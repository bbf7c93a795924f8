package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.engine.Catalogue;
import io.tidegate.admin.updates.engine.Premises;
import io.tidegate.admin.updates.engine.Takes;
import io.tidegate.admin.updates.store.Errand;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Part;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.Store;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import io.tidegate.api.update.UpdateView.Resources;
import io.tidegate.codec.release.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How orders end, and what is swept away after them. The updater's thread. */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private final Surroundings around;
  private final Book book;
  private final Store store;
  private final Premises premises;
  private String own = "";

  Ending(Surroundings around, Book book, Store store, Premises premises) {
    this.premises = premises;
    this.around = around;
    this.book = book;
    this.store = store;
  }

  /** Where an order's archive is while it is needed. */
  Path archive(String id) {
    return around.folder().resolve("incoming").resolve(id + ".dp");
  }

  void refused(UpdateCode code, String sentence) {
    end(UpdateStep.REFUSED, code.name(), sentence, UnaryOperator.identity());
    tidy();
  }

  void cancelled() {
    end(UpdateStep.CANCELLED, "", "It was given up.", UnaryOperator.identity());
    tidy();
  }

  void rolledBack(UpdateCode code, String sentence) {
    end(UpdateStep.ROLLED_BACK, code.name(), sentence, UnaryOperator.identity());
  }

  /**
   * What is wanted is in force from here on.
   *
   * @throws IOException when that cannot be written: then it is not
   */
  void confirmed() throws IOException {
    Errand errand = book.state().errand().orElseThrow();
    UpdateView end = view(UpdateStep.CONFIRMED, "", "It is in force.");
    Catalogue catalogue = premises.catalogue();
    book.change(
        s -> {
          State next = errand.wanted().map(s::confirmed).orElse(s);
          List<String> removed =
              catalogue.removable(errand.features().orElse(next.removed()), next);
          List<String> leftOut = List.copyOf(catalogue.leftOut(removed, next));
          return next.without(removed, leftOut).ended(end);
        });
    around.tell(end, true);
  }

  private void end(UpdateStep step, String code, String sentence, UnaryOperator<State> also) {
    UpdateView end = view(step, code, sentence);
    UnaryOperator<State> change = s -> also.apply(s).ended(end);
    try {
      book.change(change);
    } catch (IOException e) {
      LOG.error("order {}: its end cannot be written", end.id(), e);
      book.forced(change);
    }
    around.tell(end, true);
  }

  private UpdateView view(UpdateStep step, String code, String sentence) {
    UpdateView last = book.state().errand().orElseThrow().view();
    own = last.id();
    return Views.step(last, step, around.clock().instant(), code, Sentence.of(sentence));
  }

  /**
   * Deletes the order's archive, and jars that are of no release in force nor of the one before it.
   * The next order's may be there already; nothing of it is begun before this is done.
   */
  void tidy() {
    measure();
    delete(own + ".dp");
  }

  /** The same when there is no order: all archives. */
  void sweep() {
    delete("");
  }

  private void delete(String archives) {
    Set<String> digests = new HashSet<>();
    for (InForce release : book.state().releases()) {
      Stream.concat(release.release().parts().stream(), release.before().parts().stream())
          .map(Part::sha256)
          .forEach(digests::add);
    }
    try {
      store.keep(digests);
      Path incoming = around.folder().resolve("incoming");
      if (Files.isDirectory(incoming)) {
        try (Stream<Path> files = Files.list(incoming)) {
          for (Path file : (Iterable<Path>) files::iterator) {
            String name = file.getFileName().toString();
            if (name.startsWith(archives)) {
              Files.deleteIfExists(file);
            }
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("what is not needed any more cannot be deleted", e);
    }
  }

  /** What the gateway takes now that what was replaced is gone. */
  private void measure() {
    boolean touched =
        book.state().history().stream()
            .anyMatch(view -> view.id().equals(own) && view.before().isPresent());
    if (!touched) {
      return;
    }
    Resources takes = Takes.now(around.context());
    try {
      book.change(s -> s.amended(own, view -> Views.after(view, takes)));
    } catch (IOException e) {
      LOG.warn("order {}: what the gateway takes after it cannot be written", own, e);
    }
  }
}

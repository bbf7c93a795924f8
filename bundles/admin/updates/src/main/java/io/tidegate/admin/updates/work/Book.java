package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.store.Errand;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.StateFile;
import io.tidegate.api.update.UpdateView;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Where the updater stands, in memory and on the disk. What is read is a whole state and may be
 * asked for by any thread without waiting; what is changed is on the disk before it counts.
 */
final class Book {
  private final StateFile file;
  private volatile State state;

  Book(StateFile file, State state) {
    this.file = file;
    this.state = state;
  }

  State state() {
    return state;
  }

  /** Changes the state; when it cannot be written nothing is changed. */
  synchronized State change(UnaryOperator<State> to) throws IOException {
    State next = to.apply(state);
    file.write(next);
    state = next;
    return next;
  }

  /** The errand's view, which is not worth a write: how far a step is. */
  synchronized void say(UnaryOperator<UpdateView> to) {
    Errand errand = state.errand().orElseThrow();
    state = state.with(errand.with(to.apply(errand.view())));
  }

  /** Changes the state in memory although the disk is out of order. */
  synchronized void forced(UnaryOperator<State> to) {
    state = to.apply(state);
  }
}

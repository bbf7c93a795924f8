package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.store.Release;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import io.tidegate.api.update.UpdateView.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From one view of an order to the next. */
final class Views {
  private Views() {}

  /** An order that was just accepted. */
  static UpdateView first(String id, String giver, UpdateStep step, Instant now) {
    return new UpdateView(
        id,
        giver,
        "",
        "",
        0,
        step,
        -1,
        "",
        "Accepted.",
        false,
        List.of(new UpdateView.Done(step, now)));
  }

  /** It is at that step now. */
  static UpdateView step(UpdateView v, UpdateStep step, Instant now, String code, String sentence) {
    List<UpdateView.Done> steps = new ArrayList<>(v.steps());
    if (v.step() != step) {
      steps.add(new UpdateView.Done(step, now));
    }
    int percent = step == UpdateStep.CONFIRMED ? 100 : -1;
    return new UpdateView(
        v.id(),
        v.giver(),
        v.release(),
        v.version(),
        v.counter(),
        step,
        percent,
        code,
        sentence,
        false,
        steps,
        v.before(),
        v.after());
  }

  /** How far the step is, and what it does or waits for. */
  static UpdateView saying(UpdateView v, int percent, String sentence, boolean approvable) {
    return new UpdateView(
        v.id(),
        v.giver(),
        v.release(),
        v.version(),
        v.counter(),
        v.step(),
        percent,
        v.code(),
        sentence,
        approvable,
        v.steps(),
        v.before(),
        v.after());
  }

  /** Which release it is about. */
  static UpdateView about(UpdateView v, Release release) {
    return new UpdateView(
        v.id(),
        v.giver(),
        release.name(),
        release.version(),
        release.counter(),
        v.step(),
        v.percent(),
        v.code(),
        v.sentence(),
        v.approvable(),
        v.steps(),
        v.before(),
        v.after());
  }

  /** What the gateway takes before anything is touched. */
  static UpdateView before(UpdateView v, Resources takes) {
    return taking(v, Optional.of(takes), Optional.empty());
  }

  /** What it takes after all of it. */
  static UpdateView after(UpdateView v, Resources takes) {
    return taking(v, v.before(), Optional.of(takes));
  }

  private static UpdateView taking(
      UpdateView v, Optional<Resources> before, Optional<Resources> after) {
    return new UpdateView(
        v.id(),
        v.giver(),
        v.release(),
        v.version(),
        v.counter(),
        v.step(),
        v.percent(),
        v.code(),
        v.sentence(),
        v.approvable(),
        v.steps(),
        before,
        after);
  }
}

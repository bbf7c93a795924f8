package io.tidegate.cloud.hawkbit;

import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import io.tidegate.cloud.hawkbit.Deployment.Urge;
import io.tidegate.cloud.hawkbit.Memory.Awaits;
import io.tidegate.cloud.hawkbit.Memory.Known;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes orders of actions and words to the server of what becomes of them. Every decision is
 * written down before it is acted on further, so that nothing is ordered or told twice after a
 * restart. One thread.
 */
final class Orders {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
  private static final String GIVER = "hawkbit";

  private final HawkbitSettings settings;
  private final Memory memory;
  private final Clock clock;

  Orders(HawkbitSettings settings, Memory memory, Clock clock) {
    this.settings = settings;
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * The server offers an action, for the first time or again.
   *
   * @param headers for the download
   */
  void offered(Deployment deployment, Map<String, String> headers, UpdateDesk desk)
      throws IOException {
    Optional<Known> known = current(deployment);
    if (known.isPresent() && known.get().ended()) {
      retell(known.get(), desk);
      return;
    }
    if (!deployment.flaw().isEmpty()) {
      LOG.warn("hawkBit action {}: {}", deployment.action(), deployment.flaw());
      memory.keep(
          fresh(deployment, "", Awaits.NOTHING).end(),
          word(deployment.action(), "closed", "failure", deployment.flaw(), 0));
      return;
    }
    if (known.isPresent() && !known.get().order().isEmpty()) {
      Optional<UpdateView> view = desk.find(known.get().order());
      if (view.isPresent()) {
        goOn(deployment, known.get(), view.get(), desk);
        return;
      }
    }
    if (deployment.download() == Urge.SKIP) {
      return;
    }
    if (!takenOver(deployment, known, desk)) {
      order(deployment, known, headers, desk);
    }
  }

  /**
   * Whether what an earlier action downloaded is what this one is about; then its order becomes
   * this action's. Else that order is given up, since another cannot be carried out beside it.
   */
  private boolean takenOver(Deployment deployment, Optional<Known> known, UpdateDesk desk)
      throws IOException {
    Optional<Known> before = memory.downloaded();
    Optional<UpdateView> view =
        before.flatMap(b -> desk.find(b.order())).filter(v -> !v.step().ended());
    if (view.isEmpty()) {
      return false;
    }
    boolean same =
        !before.get().sha256().isEmpty() && before.get().sha256().equals(sha256(deployment));
    if (!same || disturbs(deployment)) {
      try {
        LOG.info("hawkBit action {}: order {} gives way", deployment.action(), view.get().id());
        var unused = desk.cancel(view.get().id());
      } catch (UpdateRefusedException e) {
        LOG.info("hawkBit: {}", e.getMessage()); // an operator has let it go on
      }
      return false;
    }
    Awaits awaits = awaits(deployment, known);
    // what this one waits for may be there already: goOn finds out
    Known now =
        fresh(deployment, view.get().id(), awaits == Awaits.NOTHING ? Awaits.WINDOW : awaits);
    memory.keep(now);
    goOn(deployment, now, view.get(), desk);
    return true;
  }

  private boolean disturbs(Deployment deployment) {
    return settings.forcedDisturbs() && deployment.install() == Urge.FORCED;
  }

  /** What is known of the action, unless another server has given the same number to another. */
  private Optional<Known> current(Deployment deployment) {
    String sha256 = sha256(deployment);
    return memory
        .action(deployment.action())
        .filter(k -> k.sha256().isEmpty() || sha256.isEmpty() || k.sha256().equals(sha256));
  }

  private static String sha256(Deployment deployment) {
    return deployment.archive() == null
        ? ""
        : deployment.archive().sha256().toLowerCase(Locale.ROOT);
  }

  private static Known fresh(Deployment deployment, String order, Awaits awaits) {
    return new Known(deployment.action(), order, sha256(deployment), awaits, "", false, false);
  }

  private void order(
      Deployment deployment, Optional<Known> known, Map<String, String> headers, UpdateDesk desk)
      throws IOException {
    Awaits awaits = awaits(deployment, known);
    String id = orderId(deployment, known, desk);
    Known now = fresh(deployment, id, awaits).telling(known.map(Known::told).orElse(""));
    memory.keep(now);
    Deployment.Archive archive = deployment.archive();
    UpdateOrder order =
        new UpdateOrder(
            id,
            GIVER,
            new ReleaseSource.OfUri(archive.uri(), headers, archive.length(), archive.sha256()),
            Instant.MIN,
            awaits != Awaits.NOTHING,
            disturbs(deployment));
    try {
      UpdateView view = desk.order(order);
      LOG.info("hawkBit action {}: order {} for {}", deployment.action(), id, archive.name());
      changed(view);
    } catch (UpdateRefusedException e) {
      refused(now, e);
    }
  }

  private void refused(Known known, UpdateRefusedException e) throws IOException {
    if (e.code() != UpdateCode.BUSY) {
      String sentence = e.code() + ": " + e.getMessage();
      LOG.warn("hawkBit action {} refused: {}", known.action(), sentence);
      memory.keep(known.end(), word(known.action(), "closed", "failure", sentence, 0));
      return;
    }
    // nothing was ordered: the next poll tries again
    String told = e.code().name();
    boolean again = memory.action(known.action()).map(Known::told).orElse("").equals(told);
    Known waiting =
        new Known(known.action(), "", known.sha256(), known.awaits(), told, false, false);
    if (again) {
      memory.keep(waiting);
    } else {
      memory.keep(
          waiting, word(known.action(), "proceeding", "none", told + ": " + e.getMessage(), 0));
    }
  }

  private Awaits awaits(Deployment deployment, Optional<Known> known) {
    boolean asked = known.map(Known::awaits).orElse(Awaits.NOTHING) == Awaits.OPERATOR;
    if (asked && deployment.install() != Urge.NEVER) {
      return Awaits.OPERATOR;
    }
    return switch (deployment.install()) {
      case NEVER -> Awaits.ANOTHER;
      case SKIP -> Awaits.WINDOW;
      case ATTEMPT -> settings.softNeedsApproval() ? Awaits.WORD : Awaits.NOTHING;
      case FORCED -> Awaits.NOTHING;
    };
  }

  /** The action's number; with a piece of the digest where the desk knows the number already. */
  private static String orderId(Deployment deployment, Optional<Known> known, UpdateDesk desk) {
    String id = GIVER + ":" + deployment.action();
    boolean ours = known.isPresent() && known.get().order().equals(id);
    String sha256 = sha256(deployment);
    return ours || desk.find(id).isEmpty() || sha256.isEmpty()
        ? id
        : id + ":" + sha256.substring(0, 16);
  }

  /** An order under way: perhaps the server now gives what it waits for. */
  private void goOn(Deployment deployment, Known known, UpdateView view, UpdateDesk desk)
      throws IOException {
    changed(view);
    boolean held = deployment.install() == Urge.SKIP || deployment.install() == Urge.NEVER;
    boolean opened = known.awaits() == Awaits.WINDOW && !held;
    boolean forced = known.awaits() == Awaits.WORD && deployment.install() == Urge.FORCED;
    if (!(opened || forced) || view.step().ended()) {
      return;
    }
    try {
      if (view.approvable()) {
        memory.action(known.action()).ifPresent(k -> LOG.info("hawkBit {}: go on", k.order()));
        UpdateView now = desk.approve(known.order());
        memory.keep(memory.action(known.action()).orElse(known).awaiting(Awaits.NOTHING));
        changed(now);
      }
    } catch (UpdateRefusedException e) {
      LOG.info("hawkBit action {}: {}", known.action(), e.getMessage());
    }
  }

  /** The server still offers what has ended: it has not understood, or was set back. */
  private void retell(Known known, UpdateDesk desk) throws IOException {
    boolean waits = memory.pending().filter(w -> w.action().equals(known.action())).isPresent();
    if (!waits) {
      Optional<UpdateView> view = desk.find(known.order());
      String detail = view.map(Orders::detail).orElse("It has ended; the site knows no more.");
      boolean good = view.filter(v -> v.step() == UpdateStep.CONFIRMED).isPresent();
      memory.keep(
          known,
          known.awaits() == Awaits.ANOTHER && known.told().startsWith(UpdateStep.WAIT.name())
              ? downloaded(known.action(), detail)
              : word(known.action(), "closed", good ? "success" : "failure", detail, 0));
    }
  }

  /** The server asks whether an action may be handed out: the word is the operator's, here. */
  void confirm(Deployment deployment) throws IOException {
    if (memory.action(deployment.action()).isEmpty()) {
      memory.keep(
          fresh(deployment, "", Awaits.OPERATOR),
          new Feedback(
              deployment.action(),
              Feedback.About.CONFIRMATION,
              "confirmed",
              "none",
              "It is fetched and verified; then an operator of the site is asked.",
              0,
              clock.instant()));
    }
  }

  /** The server wants an action given up. */
  void cancel(String action, UpdateDesk desk) throws IOException {
    Optional<Known> known = memory.action(action).filter(k -> !k.order().isEmpty());
    if (known.isEmpty() || desk.find(known.get().order()).isEmpty()) {
      Known gone =
          memory.action(action).orElse(new Known(action, "", "", Awaits.NOTHING, "", false, false));
      memory.keep(gone.end(), cancelled(action, "Nothing had begun."));
      return;
    }
    UpdateView view = desk.find(known.get().order()).get();
    if (view.step().ended()) {
      if (view.step() == UpdateStep.CANCELLED) {
        memory.keep(known.get().end(), cancelled(action, detail(view)));
      } else {
        tooLate(known.get(), "It had ended: " + detail(view));
      }
      return;
    }
    try {
      memory.keep(known.get().cancel(true));
      changed(desk.cancel(view.id()));
    } catch (UpdateRefusedException e) {
      tooLate(memory.action(action).orElse(known.get()), e.code() + ": " + e.getMessage());
    }
  }

  private void tooLate(Known known, String sentence) throws IOException {
    LOG.info("hawkBit action {} is not cancelled: {}", known.action(), sentence);
    memory.keep(
        known.cancel(false),
        new Feedback(
            known.action(),
            Feedback.About.CANCEL,
            "rejected",
            "failure",
            sentence,
            0,
            clock.instant()));
  }

  private Feedback cancelled(String action, String sentence) {
    return new Feedback(
        action, Feedback.About.CANCEL, "closed", "success", sentence, 0, clock.instant());
  }

  /** What has become of an order, each step once and in their sequence. */
  void changed(UpdateView view) throws IOException {
    Optional<Known> found = memory.ofOrder(view.id());
    if (found.isEmpty() || found.get().ended()) {
      return;
    }
    int last = lastTold(found.get());
    if (number(view.step()) < last || found.get().told().equals(told(view))) {
      return; // a poll has looked at it since
    }
    Known known = found.get().telling(told(view));
    List<Feedback> words = between(known.action(), last, view);
    boolean downloaded = known.awaits() == Awaits.ANOTHER && view.approvable();
    words.add(downloaded ? downloaded(known.action(), detail(view)) : word(known, view));
    memory.keep(
        view.step().ended() || downloaded ? known.end() : known, words.toArray(Feedback[]::new));
  }

  private Feedback word(Known known, UpdateView view) {
    return switch (view.step()) {
      case CONFIRMED -> word(known.action(), "closed", "success", detail(view), 0);
      case ROLLED_BACK, REFUSED -> word(known.action(), "closed", "failure", detail(view), 0);
      case CANCELLED ->
          known.cancelling()
              ? cancelled(known.action(), detail(view))
              : word(known.action(), "closed", "failure", detail(view), 0);
      default -> word(known.action(), "proceeding", "none", detail(view), number(view.step()));
    };
  }

  private Feedback downloaded(String action, String detail) {
    return word(
        action,
        Feedback.DOWNLOADED,
        "none",
        detail + " It goes on with another action of this file, or an operator's word.",
        0);
  }

  private static int number(UpdateStep step) {
    return List.of(UpdateStep.values()).indexOf(step) + 1;
  }

  /** The number of the step that the server was told of last; 0 for none. */
  private static int lastTold(Known known) {
    return Arrays.stream(UpdateStep.values())
        .filter(step -> known.told().equals(step.name()) || known.told().startsWith(step + " "))
        .mapToInt(Orders::number)
        .max()
        .orElse(0);
  }

  /** Steps that were gone through faster than they could be told. */
  private static List<Feedback> between(String action, int last, UpdateView view) {
    List<Feedback> words = new ArrayList<>();
    int done = last;
    for (UpdateView.Done step : view.steps()) {
      int number = number(step.step());
      if (number > done && number < number(view.step()) && !step.step().ended()) {
        done = number;
        words.add(
            new Feedback(
                action,
                Feedback.About.DEPLOYMENT,
                "proceeding",
                "none",
                step.step().name(),
                number,
                step.at()));
      }
    }
    return words;
  }

  /** What makes a step worth another word: waiting for something else is. */
  private static String told(UpdateView view) {
    return view.step() == UpdateStep.WAIT
        ? view.step() + (view.approvable() ? " approvable" : "")
        : view.step().name();
  }

  private static String detail(UpdateView view) {
    String release =
        view.release().isEmpty() ? "" : " (" + view.release() + " " + view.version() + ")";
    String code = view.code().isEmpty() ? "" : " " + view.code();
    String sentence = view.sentence().isEmpty() ? "" : ": " + view.sentence();
    return view.step() + release + code + sentence;
  }

  private Feedback word(String action, String execution, String finished, String detail, int step) {
    return new Feedback(
        action, Feedback.About.DEPLOYMENT, execution, finished, detail, step, clock.instant());
  }
}

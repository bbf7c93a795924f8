package io.tidegate.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows an order to its end. An order may have the gateway start anew, and while it does anything
 * may be answered: nobody listens, the web server has no API yet, or the API not all of its parts.
 * Only the updater's own word that it knows no such order counts; it has read its book before it
 * says anything.
 */
final class OrderWatch {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** How long the gateway may be away at a time; a start anew takes a minute on a small one. */
  private static final Duration ABSENCE = Duration.ofMinutes(3);

  private static final String UNKNOWN = "UNKNOWN_ORDER";

  private final RunningGateway gateway;
  private final Duration pause;
  private final Duration absence;
  private final Consumer<Answer> news;

  /**
   * @param news told each good answer, also when nothing has changed
   */
  OrderWatch(RunningGateway gateway, Consumer<Answer> news) {
    this(gateway, PAUSE, ABSENCE, news);
  }

  /**
   * @param pause from an answer to the next question
   * @param absence how long after the last good answer it gives up
   */
  OrderWatch(RunningGateway gateway, Duration pause, Duration absence, Consumer<Answer> news) {
    this.gateway = gateway;
    this.pause = pause;
    this.absence = absence;
    this.news = news;
  }

  /**
   * The order as it ended.
   *
   * @param path of the order
   * @param first what is known of it
   * @throws CommandException when the gateway does not know it any more, or stays away
   */
  Answer toEnd(String path, Answer first) throws CommandException {
    Answer last = first;
    long since = System.nanoTime();
    while (!Boolean.TRUE.equals(last.body().get("ended"))) {
      pause();
      Answer now = ask(path);
      if (now.good()) {
        last = now;
        since = System.nanoTime();
        news.accept(now);
      } else if (now.code().equals(UNKNOWN)) {
        throw forgotten(last);
      } else if (System.nanoTime() - since > absence.toNanos()) {
        throw lost(last, now.problem());
      }
    }
    return last;
  }

  private Answer ask(String path) {
    try {
      return Answer.of(gateway.get(path));
    } catch (CommandException e) {
      return Answer.none(e.getMessage());
    }
  }

  private static CommandException forgotten(Answer last) {
    return new CommandException(
        ExitCode.WANTING,
        UNKNOWN
            + ": the gateway does not know order "
            + last.body().get("id")
            + " any more, which it had at `"
            + last.body().get("step")
            + "`: its state was put back or put aside; look at `tidegate health` and `tidegate"
            + " updates releases`");
  }

  private CommandException lost(Answer last, String problem) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        "nothing was heard of order "
            + last.body().get("id")
            + " for "
            + absence.toSeconds()
            + " s, last seen at `"
            + last.body().get("step")
            + "` ("
            + problem
            + "); see that the gateway runs, then `tidegate updates watch "
            + last.body().get("id")
            + "`");
  }

  private void pause() throws CommandException {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.UNREACHABLE, "interrupted", e);
    }
  }
}

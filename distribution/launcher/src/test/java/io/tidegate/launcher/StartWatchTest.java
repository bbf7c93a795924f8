package io.tidegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartWatchTest {
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final CountDownLatch anew = new CountDownLatch(1);
  private final PrintStream err = new PrintStream(OutputStream.nullOutputStream());

  /** Fails at its second look; the first one cannot be made. */
  private final class Failing implements Stake {
    private int looks;

    @Override
    public Verdict look(Signs signs) throws IOException {
      if (looks++ == 0) {
        throw new IOException("the disk is busy");
      }
      return Verdict.failed("It hangs.");
    }

    @Override
    public void failed(String why) {
      written.add(why);
    }

    @Override
    public void stopped() {
      written.add("stopped");
    }
  }

  private StartWatch watch() {
    StartWatch watch = new StartWatch(Optional.of(new Failing()), err);
    watch.begin(
        () -> {
          throw new NoClassDefFoundError("of the updater");
        },
        anew::countDown);
    return watch;
  }

  @Test
  void hasAFailedStartFollowedByAnotherOneAndItsReasonWritten() throws Exception {
    StartWatch watch = watch();
    assertThat(anew.await(30, TimeUnit.SECONDS)).isTrue();
    watch.close();
    assertThat(written).containsExactly("It hangs.");
  }

  @Test
  void tellsAnEndThatSomebodyWantedFromOneThatNobodyWanted() {
    watch().close();
    watch().died("A bundle stopped the container.");
    assertThat(written).containsExactly("stopped", "A bundle stopped the container.");
  }

  @Test
  void looksAtNothingWhenNothingIsAtStake() {
    StartWatch watch = new StartWatch(Optional.empty(), err);
    watch.begin(OptionalLong::empty, anew::countDown);
    watch.died("unheard");
    assertThat(written).isEmpty();
  }
}

package io.tidegate.itests.updates;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of an update, and a start: nothing is half (P1–P3, P8). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledIT {
  private Cuts cuts;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    cuts = new Cuts(folder);
  }

  @AfterAll
  void close() throws Exception {
    if (cuts != null) {
      cuts.close();
    }
  }

  @Test
  void goesOnAfterAKillInTheDownload() throws Exception {
    cuts.inTheDownload();
  }

  @Test
  void goesOnAfterAKillBeforeAnythingWasTouched() throws Exception {
    cuts.before("VERIFY");
  }

  @Test
  void goesBackAfterAKillWhileTheNewBundleStarts() throws Exception {
    cuts.inTheStart();
  }

  @Test
  void goesBackAfterAKillWhileWorkPassesOver() throws Exception {
    cuts.during("HAND_OVER");
  }

  @Test
  void goesBackAfterAKillWhileItGoesBack() throws Exception {
    cuts.inTheRollback();
  }

  @Test
  void staysWithWhatWasConfirmedWhenKilledInThatMoment() throws Exception {
    cuts.afterConfirmation();
  }
}

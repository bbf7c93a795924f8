package io.tidegate.itests.updates;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the steps that {@link KilledIT} leaves out. */
@Tag("recorded")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledEverywhereIT {
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
  void goesOnAfterAKillWhenItHasBegun() throws Exception {
    cuts.before("FETCH");
  }

  @Test
  void goesOnAfterAKillWhileItIsResolved() throws Exception {
    cuts.before("RESOLVE");
  }

  @Test
  void goesOnAfterAKillWhilePackagesAreCompared() throws Exception {
    cuts.before("BASELINE");
  }

  @Test
  void goesOnAfterAKillWhileItWaits() throws Exception {
    cuts.before("WAIT");
  }

  @Test
  void goesBackAfterAKillBeforeTheFirstStart() throws Exception {
    cuts.during("START");
  }

  @Test
  void goesBackAfterAKillInTheProbation() throws Exception {
    cuts.during("PROBATION");
  }

  @Test
  void staysUndoneWhenKilledInThatMoment() throws Exception {
    cuts.afterRollback();
  }

  @Test
  void triesAStartAfterAKillBeforeIt() throws Exception {
    cuts.beforeAStartOnTrial();
  }

  @Test
  void givesUpAfterAKillInEachStartOnTrial() throws Exception {
    cuts.inEachStartOnTrial();
  }
}

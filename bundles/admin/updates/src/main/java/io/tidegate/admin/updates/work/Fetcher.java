package io.tidegate.admin.updates.work;

import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateRefusedException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Fetches an archive. */
@FunctionalInterface
public interface Fetcher {

  /**
   * @param percent is told how far it is, -1 while that is not known
   * @param unwanted asked now and then: whether to give it up
   * @return whether it is there; false when it is not wanted any more
   */
  boolean fetch(ReleaseSource.OfUri from, Path to, IntConsumer percent, BooleanSupplier unwanted)
      throws UpdateRefusedException, InterruptedException;
}

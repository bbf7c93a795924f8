package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.engine.House;
import io.tidegate.api.update.UpdateView;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/** What orders are carried out with. */
public interface Surroundings {
  BundleContext context();

  House house();

  Opener opener();

  Fetcher fetcher();

  Supplier<Terms> terms();

  /** {@code data/updates} of the home. */
  Path folder();

  /** Of the distribution; its jars are what runs where no release says otherwise. */
  Path distribution();

  /** Name of the release that the distribution itself is. */
  String product();

  /** The present start of the gateway; another one has another name. */
  String boot();

  /** Id of the order that this start tries; empty when it tries none. */
  String trial();

  InstantSource clock();

  /** Tells whoever listens, and the log. */
  void tell(UpdateView view, boolean step);

  /**
   * Has the container started anew by the launcher.
   *
   * @return whether there is one that does
   */
  boolean restart();
}

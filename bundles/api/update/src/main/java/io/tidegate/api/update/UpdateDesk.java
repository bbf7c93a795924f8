package io.tidegate.api.update;

import java.util.List;
import java.util.Optional;

/**
 * Takes releases in and brings them into force, one at a time; a service. Any thread; nothing here
 * waits for the network or the disk longer than it takes to write an order down.
 *
 * <p>An order that was accepted is on the disk: it is carried on after a restart, or it has failed
 * and everything is as it was. Nothing is trusted for where it came from: a release counts by its
 * signatures, its counter and its expiry alone.
 */
public interface UpdateDesk {

  /**
   * Accepts an order, or finds it again: the same id is never carried out twice.
   *
   * @throws UpdateRefusedException {@link UpdateCode#BUSY} while another one is under way; {@link
   *     UpdateCode#TOO_LATE} when its time is more than 31 days ahead
   */
  UpdateView order(UpdateOrder order) throws UpdateRefusedException;

  /**
   * An operator's word that an order which waits for it, or for a quiet window, shall go on now.
   *
   * @throws UpdateRefusedException {@link UpdateCode#UNKNOWN_ORDER}, {@link UpdateCode#TOO_LATE}
   *     also for one that waits for neither
   */
  UpdateView approve(String id) throws UpdateRefusedException;

  /**
   * Gives up an order that has not touched anything yet.
   *
   * @throws UpdateRefusedException {@link UpdateCode#UNKNOWN_ORDER}, {@link UpdateCode#TOO_LATE}
   *     once bundles have been started
   */
  UpdateView cancel(String id) throws UpdateRefusedException;

  /**
   * Goes back to what was confirmed before the release in force, which must still be kept.
   *
   * @param release its name
   * @throws UpdateRefusedException {@link UpdateCode#BUSY}, {@link
   *     UpdateCode#NOTHING_TO_RETURN_TO}, {@link UpdateCode#MIXED} when another release in force
   *     needs what it would go back behind
   */
  UpdateView rollBack(String release) throws UpdateRefusedException;

  /** The order under way. */
  Optional<UpdateView> current();

  /** An order, also of the past while it is remembered. */
  Optional<UpdateView> find(String id);

  /** The newest orders first, at most 100. */
  List<UpdateView> history();

  /** What is in force, by name. Empty while everything is as it came with the distribution. */
  List<InstalledRelease> installed();

  /**
   * A release in force.
   *
   * @param name of the product or of the addition to it, e.g. {@code tidegate-site}
   * @param counter rises with each release of that name; never falls without a permit
   * @param confirmed false during its probation
   */
  record InstalledRelease(String name, String version, long counter, boolean confirmed) {}
}

package io.tidegate.sim.board;

/**
 * An EVSE of a simulated board, from the side of a test: it can be broken, and it tells what was
 * done to it. Any thread.
 */
public interface SimulatedEvse extends Plug {

  /** A closed contactor does not open any more. */
  void weld(boolean on);

  /** An open contactor does not close any more. */
  void stickOpen(boolean on);

  /** The lock does not move any more. */
  void jamLock(boolean on);

  void emergencyStop(boolean pressed);

  /** What the board measures beyond what there is: a supply that does not do as it is told. */
  void measuresMore(double volts, double amps);

  /** DC: the supply says that it is good for no more than this, W. */
  void derate(double maxW);

  /** DC: the voltage that the supply is told, V; 0 while it is off. */
  double orderedV();

  /** DC: the current that the supply is told, A, signed; 0 while it is off. */
  double orderedA();

  /** The contactor was opened, or the cable torn off, under more than 2 A. */
  boolean arced();

  /** Battery and supply were connected while more than 20 V lay between them. */
  boolean rushed();
}

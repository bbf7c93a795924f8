package io.tidegate.sim.ev;

import io.tidegate.sim.board.Plug.Resistor;

/** A plug at a simulated charger board. */
public final class BoardPlug implements Plug {
  private static final double NOMINAL_V = 230;

  private final io.tidegate.sim.board.Plug board;
  private final int phases;

  private BoardPlug(io.tidegate.sim.board.Plug board, int phases) {
    this.board = board;
    this.phases = phases;
  }

  /** With direct current. */
  public static BoardPlug direct(io.tidegate.sim.board.Plug board) {
    return new BoardPlug(board, 0);
  }

  /**
   * With alternating current.
   *
   * @param phases that the vehicle's charger uses, 1 or 3
   */
  public static BoardPlug alternating(io.tidegate.sim.board.Plug board, int phases) {
    return new BoardPlug(board, phases);
  }

  /** To A the plug comes out, locked or not. */
  @Override
  public void pilot(Pilot pilot) {
    switch (pilot) {
      case A -> board.tear();
      case B -> {
        if (!board.connected()) {
          board.connect();
        }
        board.pilot(Resistor.B);
      }
      case C -> board.pilot(Resistor.C);
    }
  }

  @Override
  public void battery(double openV, double ohms) {
    board.battery(openV, ohms);
    board.contactor(true);
  }

  @Override
  public void isolate() {
    board.contactor(false);
  }

  @Override
  public void draw(double activeW) {
    board.takes(activeW / (NOMINAL_V * phases));
  }

  @Override
  public Reading reading() {
    return new Reading(
        board.energised(), board.volts(), board.amps(), board.powerW(), board.dutyPct());
  }
}

package io.tidegate.itests.vehicles;

import io.tidegate.sim.board.SimulatedBoard;
import io.tidegate.sim.board.SimulatedEvse;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Logbook;
import io.tidegate.sim.ev.Loop;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.SimulatedVehicle;
import io.tidegate.sim.ev.Witness;
import java.util.concurrent.CompletableFuture;

/**
 * Something that happens to an EVSE or its vehicle while a request of a phase is on its way.
 * Strikes on the vehicle's event loop, once.
 */
final class Blow implements Witness {
  private final Kind kind;
  private final Phase at;
  private final SimulatedEvse evse;
  private final SimulatedBoard board;
  private final Logbook log = new Logbook();
  private final CompletableFuture<SimulatedVehicle> vehicle = new CompletableFuture<>();
  private int left;
  private volatile boolean struck;
  private volatile boolean live;

  /** What happens, and the code that is said of it. */
  enum Kind {
    /** The cable is torn off; the vehicle's connection stays as it is. */
    UNPLUG("the plug is out"),
    EMERGENCY_STOP("ERR_EMERGENCY_STOP"),
    /** Nothing more is heard of the board, and it hears nothing. */
    BOARD_SILENCE("ERR_DEVICE_SILENT");

    private final String said;

    Kind(String said) {
      this.said = said;
    }

    String said() {
      return said;
    }
  }

  /**
   * @param nth request of the phase
   */
  Blow(Kind kind, Phase at, int nth, SimulatedEvse evse, SimulatedBoard board) {
    this.kind = kind;
    this.at = at;
    this.left = nth;
    this.evse = evse;
    this.board = board;
  }

  void hits(SimulatedVehicle whom) {
    vehicle.complete(whom);
  }

  void strike() {
    live = evse.energised();
    switch (kind) {
      case UNPLUG -> {
        evse.tear();
        vehicle.thenAccept(SimulatedVehicle::unplug);
      }
      case EMERGENCY_STOP -> evse.emergencyStop(true);
      case BOARD_SILENCE -> board.silence(true);
    }
    struck = true;
  }

  /** What can be made good again is. */
  void heal() {
    evse.emergencyStop(false);
    board.silence(false);
  }

  boolean struck() {
    return struck;
  }

  /** Whether the contactor was closed when it struck. */
  boolean live() {
    return live;
  }

  Logbook log() {
    return log;
  }

  @Override
  public void asked(Phase phase, long nanos) {
    log.asked(phase, nanos);
    if (phase == at && --left == 0) {
      strike();
    }
  }

  @Override
  public void answered(Phase phase, String code, long sentNanos, long receivedNanos) {
    log.answered(phase, code, sentNanos, receivedNanos);
  }

  @Override
  public void looped(Loop loop) {
    log.looped(loop);
  }

  @Override
  public void ended(Ending ending) {
    log.ended(ending);
  }
}

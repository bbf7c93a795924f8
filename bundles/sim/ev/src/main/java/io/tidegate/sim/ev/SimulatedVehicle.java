package io.tidegate.sim.ev;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;

/** A vehicle at a plug, for one session. Any thread. */
public final class SimulatedVehicle {
  private final Battery battery;
  private final Plug plug;
  private final Credentials credentials;
  private final EventLoop loop;
  private final VehicleTls tls;
  private final Helm helm = new Helm();
  private final Drive drive;

  SimulatedVehicle(
      VehicleProfile profile,
      Battery battery,
      Plug plug,
      Credentials credentials,
      Resumption earlier,
      Witness witness,
      EventLoop loop,
      VehicleTls tls) {
    this.battery = battery;
    this.plug = plug;
    this.credentials = credentials;
    this.loop = loop;
    this.tls = tls;
    PowerTrain power = new PowerTrain(profile, battery, plug);
    Speeches speeches =
        new Speeches(
            profile, credentials, power, new Course(helm, profile.pace().loops()), earlier);
    this.drive = new Drive(profile, power, speeches, credentials, witness, loop, tls);
  }

  SimulatedVehicle again(VehicleProfile other, Witness witness) {
    return new SimulatedVehicle(other, battery, plug, credentials, memory(), witness, loop, tls);
  }

  /** What it keeps of its session. */
  Resumption memory() {
    return drive.resumption();
  }

  void start(Endpoint station) {
    plug.pilot(Plug.Pilot.B);
    loop.execute(() -> drive.start(station));
  }

  public Battery battery() {
    return battery;
  }

  /** How the session ended, once it has. */
  public CompletableFuture<Ending> ended() {
    return drive.ended();
  }

  /** Leaves the charge loop in order and ends the session. */
  public void stop() {
    helm.order(Helm.Order.STOP);
  }

  /** Leaves the charge loop in order and pauses the session. */
  public void pause() {
    helm.order(Helm.Order.PAUSE);
  }

  /** Asks for another schedule. */
  public void newSchedule() {
    helm.order(Helm.Order.NEW_SCHEDULE);
  }

  /** ISO 15118-20: goes back to the selection of services. */
  public void newService() {
    helm.order(Helm.Order.NEW_SERVICE);
  }

  /** ISO 15118-20: confirms what the meter has counted. */
  public void confirmMeter() {
    helm.order(Helm.Order.CONFIRM_METER);
  }

  /** ISO 15118-20: stands by. */
  public void standBy() {
    helm.order(Helm.Order.STANDBY);
  }

  /** ISO 15118-20: back from standby. */
  public void wake() {
    helm.order(Helm.Order.WAKE);
  }

  /** Pulls the plug, whatever is going on: nothing is said any more, nothing is closed. */
  public void unplug() {
    loop.execute(drive::pull);
  }

  /** Returns when it has done all that it was told until now. Never on its own event loop. */
  public void settle() {
    loop.submit(() -> {}).syncUninterruptibly();
  }

  /** Falls silent with everything as it is: a vehicle whose controller has died. */
  public void fallSilent() {
    loop.execute(drive::mute);
  }

  /** Cuts the connection without a word. */
  public void hangUp() {
    loop.execute(() -> drive.hangUp(false));
  }

  /** Resets the connection. */
  public void reset() {
    loop.execute(() -> drive.hangUp(true));
  }
}

package io.tidegate.sim.slac;

/**
 * How a vehicle goes about its matching.
 *
 * @param announced sounds that it announces
 * @param sounds that it makes
 * @param confirms whether it answers CM_ATTEN_CHAR.IND
 * @param validates whether it asks CM_VALIDATE before it chooses
 * @param staleRun whether it asks for the key with a run id of before
 * @param foreignAddress whether it names another vehicle when it asks for the key
 * @param joins whether its modem takes the key
 */
public record Behaviour(
    int announced,
    int sounds,
    boolean confirms,
    boolean validates,
    boolean staleRun,
    boolean foreignAddress,
    boolean joins) {
  public static final Behaviour GOOD = new Behaviour(10, 10, true, false, false, false, true);

  public Behaviour withSounds(int made) {
    return new Behaviour(announced, made, confirms, validates, staleRun, foreignAddress, joins);
  }

  public Behaviour withoutConfirming() {
    return new Behaviour(announced, sounds, false, validates, staleRun, foreignAddress, joins);
  }

  public Behaviour validating() {
    return new Behaviour(announced, sounds, confirms, true, staleRun, foreignAddress, joins);
  }

  public Behaviour withStaleRun() {
    return new Behaviour(announced, sounds, confirms, validates, true, foreignAddress, joins);
  }

  public Behaviour withForeignAddress() {
    return new Behaviour(announced, sounds, confirms, validates, staleRun, true, joins);
  }

  public Behaviour withoutJoining() {
    return new Behaviour(announced, sounds, confirms, validates, staleRun, foreignAddress, false);
  }
}

package io.tidegate.sim.ev.bays;

import io.tidegate.sim.ev.Plug;
import java.io.PrintStream;

/**
 * A vehicle's end of a plug that is in another process: what is done to it goes out as lines, what
 * is felt there comes in as lines.
 */
public final class StreamPlug implements Plug {
  /** First word of a line that says what is felt. */
  static final String FELT = "felt";

  private final PrintStream out;
  private volatile Reading reading = new Reading(false, 0, 0, 0, Double.NaN);

  public StreamPlug(PrintStream out) {
    this.out = out;
  }

  /** Takes a line's words, {@code felt} first. */
  public void felt(String... words) {
    reading =
        new Reading(
            Boolean.parseBoolean(words[1]),
            Double.parseDouble(words[2]),
            Double.parseDouble(words[3]),
            Double.parseDouble(words[4]),
            Double.parseDouble(words[5]));
  }

  /** The line that tells the other end what is felt. */
  static String line(Reading felt) {
    return String.join(
        " ",
        FELT,
        Boolean.toString(felt.contactorClosed()),
        Double.toString(felt.volts()),
        Double.toString(felt.amps()),
        Double.toString(felt.watts()),
        Double.toString(felt.dutyPct()));
  }

  /**
   * Does to a plug what a line says.
   *
   * @return false when it says something else
   */
  static boolean obey(String line, Plug plug) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "pilot" -> plug.pilot(Pilot.valueOf(words[1]));
      case "battery" -> plug.battery(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
      case "isolate" -> plug.isolate();
      case "draw" -> plug.draw(Double.parseDouble(words[1]));
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void pilot(Pilot pilot) {
    out.println("pilot " + pilot);
  }

  @Override
  public void battery(double openV, double ohms) {
    out.println("battery " + openV + " " + ohms);
  }

  @Override
  public void isolate() {
    out.println("isolate");
  }

  @Override
  public void draw(double activeW) {
    out.println("draw " + activeW);
  }

  @Override
  public Reading reading() {
    return reading;
  }
}

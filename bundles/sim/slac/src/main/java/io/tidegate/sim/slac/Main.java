package io.tidegate.sim.slac;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A simulated vehicle on an interface, told line by line what to do: {@code match}, {@code leave},
 * {@code lose PERCENT}, {@code silence on|off}, {@code statistics on|off}, {@code quit}. One line
 * for each.
 */
public final class Main {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Main() {}

  /** The interface's name is the only argument. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = System.out;
    if (arguments.length != 1) {
      out.println("usage: Main INTERFACE");
      return;
    }
    try (SlacSimulator simulator = SlacSimulator.open(arguments[0]);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("quit")) {
          return;
        }
        out.println(obey(simulator, line.split(" ", 2)));
      }
    }
  }

  private static String obey(SlacSimulator simulator, String[] words) throws InterruptedException {
    switch (words[0]) {
      case "match" -> {
        Optional<SlacVehicle.Match> match = simulator.match(PATIENCE);
        return match
            .map(m -> "matched " + m.evse() + " " + m.networkId() + " " + m.attenuationDb() + " dB")
            .orElse("failed");
      }
      case "leave" -> simulator.leave();
      case "lose" -> simulator.lose(Integer.parseInt(words[1]));
      case "statistics" -> simulator.modem().statistics(words[1].equals("on"));
      case "silence" -> simulator.modem().silence(words[1].equals("on"));
      default -> {
        return "unknown: " + words[0];
      }
    }
    return "done";
  }
}

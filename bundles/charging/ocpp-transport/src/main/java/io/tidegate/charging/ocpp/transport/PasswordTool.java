package io.tidegate.charging.ocpp.transport;

import io.tidegate.api.operation.Tool;
import io.tidegate.api.quantity.StationId;
import java.security.SecureRandom;
import org.osgi.service.component.annotations.Component;

/** {@code tidegate station-password}: a new password for a station and its line for the file. */
@Component(
    name = OcppTransport.PID + ".password",
    service = Tool.class,
    property = Tool.NAME + "=station-password")
public final class PasswordTool implements Tool {
  @Override
  public String summary() {
    return "make a password for a charging station (OCPP security profiles 1 and 2)";
  }

  @Override
  public String help() {
    return """
        tidegate station-password IDENTITY [--json]

        Makes a random password of 32 characters. Set it in the station as BasicAuthPassword and
        append the line to config/stations.passwd, which is read again within 2 s.
        Exit codes: 0 made, 2 used wrongly.
        """;
  }

  @Override
  public int run(Call call) {
    boolean json = call.arguments().contains("--json");
    String[] names =
        call.arguments().stream().filter(word -> !word.equals("--json")).toArray(String[]::new);
    if (names.length != 1 || !identity(names[0])) {
      call.err().println("station-password needs exactly one identity of 1 to 48 characters");
      return 2;
    }
    SecureRandom random = new SecureRandom();
    String password = PasswordHash.newPassword(random);
    String line = names[0] + ':' + PasswordHash.of(password, random);
    if (json) {
      String safe = line.replace("\"", "\\\"");
      call.out().println("{\"password\":\"" + password + "\",\"line\":\"" + safe + "\"}");
    } else {
      call.out().println("password: " + password);
      call.out().println(line);
    }
    return 0;
  }

  private static boolean identity(String name) {
    try {
      return new StationId(name).value().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

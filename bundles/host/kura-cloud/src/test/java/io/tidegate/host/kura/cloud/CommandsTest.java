package io.tidegate.host.kura.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.PriorityClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private static final Set<ControllerId> DMS = Set.of(new ControllerId("dms"));

  private final List<GridCommand> given = new ArrayList<>();
  private final Gateway gateway = new Gateway();
  private final Commands commands = new Commands(gateway);

  private void answers(CommandReceipt receipt) {
    gateway.commands =
        command -> {
          given.add(command);
          return CompletableFuture.completedFuture(receipt);
        };
  }

  private static Request request(String... fields) {
    Map<String, String> all = new HashMap<>();
    all.put("id", "c-1");
    all.put("controller", "dms");
    all.put("priority", "grid-emergency");
    all.put("kind", "vehicle-power");
    all.put("powerW", "-5000");
    all.put("start", "2027-01-31T18:00:00Z");
    all.put("end", "2027-01-31T18:15:00Z");
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    return new Request(List.of("command"), Map.copyOf(all));
  }

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(status);
              assertThat(refusal.code()).isEqualTo(code);
            });
  }

  @Test
  void handsACommandInAsItWasSent() {
    GridCommand command =
        new GridCommand(
            new CommandId("c-1"),
            new ControllerId("dms"),
            PriorityClass.GRID_EMERGENCY,
            TargetKind.VEHICLE_POWER,
            "F1",
            -5_000,
            Instant.parse("2027-01-31T18:00:00Z"),
            Instant.parse("2027-01-31T18:15:00Z"));
    answers(new CommandReceipt.Accepted(command, true));
    assertThat(commands.command(request("node", "F1"), DMS)).as("repeated").isTrue();
    assertThat(given).containsExactly(command);
  }

  @Test
  void takesCommandsOfThoseOnlyWhoMay() {
    answers(new CommandReceipt.Refused("V2G-401", "no"));
    refused(403, "V2G-401", () -> commands.command(request("controller", "other"), DMS));
    refused(403, "V2G-401", () -> commands.command(request(), Set.of()));
    assertThat(given).isEmpty();
    refused(403, "V2G-401", () -> commands.command(request(), DMS));
    assertThat(given).hasSize(1);
  }

  @Test
  void refusesWhatIsNoCommand() {
    answers(new CommandReceipt.Refused("NEVER", "asked"));
    for (String[] field :
        new String[][] {
          {"kind", "evse-power"},
          {"kind", "evse-limit"},
          {"kind", "magic"},
          {"powerW", "NaN"},
          {"powerW", "1e300"},
          {"start", "now"},
          {"priority", "highest"},
          {"id", ""},
          {"color", "red"}
        }) {
      refused(400, "FIELD", () -> commands.command(request(field), DMS));
    }
    refused(
        400, "FIELD", () -> commands.command(request("kind", "import-limit", "powerW", "-1"), DMS));
    assertThat(given).isEmpty();
  }

  @Test
  void saysByTheNumberWhoseTurnItIs() {
    for (Map.Entry<String, Integer> each :
        Map.of(
                "ERR_COMMAND_CONFLICT", 409,
                "ERR_COMMAND_TOO_MANY", 429,
                "ERR_DISK_FULL", 503,
                "ERR_JOURNAL_SLOW", 503,
                "ERR_COMMAND_LATE", 400)
            .entrySet()) {
      answers(new CommandReceipt.Refused(each.getKey(), "no"));
      refused(each.getValue(), each.getKey(), () -> commands.command(request(), DMS));
    }
    gateway.commands =
        command -> CompletableFuture.failedFuture(new IllegalStateException("no disk"));
    refused(503, "V2G-110", () -> commands.command(request(), DMS));
    gateway.commands = null;
    refused(503, "NOT_READY", () -> commands.command(request(), DMS));
  }
}

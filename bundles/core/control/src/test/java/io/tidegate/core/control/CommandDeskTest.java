package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.journal.JournalException;
import io.tidegate.api.journal.OnceLedger;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.PriorityClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CommandDeskTest {
  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private final List<SiteInput> posted = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private boolean inboxFull;
  private Instant clock = NOW;
  private final LiveCommands live = new LiveCommands();
  private final CommandDesk desk =
      new CommandDesk(
          Sites.of(2), ledger, i -> !inboxFull && posted.add(i), () -> clock, true, live);

  /** A ledger in memory. */
  private static final class Ledger implements OnceLedger {
    private final Map<String, byte[]> known = new HashMap<>();
    private JournalException trouble;

    @Override
    public CompletionStage<Verdict> once(
        String space, String key, byte[] content, Instant at, Duration keep) {
      if (trouble != null) {
        return CompletableFuture.failedFuture(trouble);
      }
      byte[] first = known.putIfAbsent(space + " " + key, content);
      Verdict verdict =
          first == null
              ? Verdict.NEW
              : Arrays.equals(first, content) ? Verdict.REPEATED : Verdict.CONFLICT;
      return CompletableFuture.completedFuture(verdict);
    }

    @Override
    public List<Remembered> remembered(String space) {
      return List.of();
    }
  }

  private CommandReceipt submit(GridCommand command) {
    return desk.submit(command).toCompletableFuture().join();
  }

  private static GridCommand command(String id, double powerW) {
    return command(id, "dms", PriorityClass.CONTRACT, TargetKind.VEHICLE_POWER, "", powerW, 60);
  }

  private static GridCommand command(
      String id,
      String controller,
      PriorityClass priority,
      TargetKind kind,
      String node,
      double powerW,
      long seconds) {
    return new GridCommand(
        new CommandId(id),
        new ControllerId(controller),
        priority,
        kind,
        node,
        powerW,
        NOW,
        NOW.plusSeconds(seconds));
  }

  private static String code(CommandReceipt receipt) {
    return receipt instanceof CommandReceipt.Refused r ? r.code() : "accepted";
  }

  @Test
  void handsANewCommandToTheLoopOnceItIsDurable() {
    assertThat(submit(command("a", -5_000)))
        .isEqualTo(new CommandReceipt.Accepted(command("a", -5_000), false));
    assertThat(posted).containsExactly(new SiteInput.CommandReceived(command("a", -5_000)));
  }

  @Test
  void answersARepetitionAsTheFirstAndRefusesAConflict() {
    submit(command("a", -5_000));
    assertThat(submit(command("a", -5_000)))
        .isEqualTo(new CommandReceipt.Accepted(command("a", -5_000), true));
    assertThat(code(submit(command("a", -6_000)))).isEqualTo("ERR_COMMAND_CONFLICT");
    assertThat(posted).doesNotContain(new SiteInput.CommandReceived(command("a", -6_000)));
  }

  @Test
  void aRepetitionReachesTheLoopWhenTheFirstMetAFullInbox() {
    inboxFull = true;
    assertThat(code(submit(command("a", -5_000)))).isEqualTo("V2G-110");
    inboxFull = false;
    assertThat(submit(command("a", -5_000)))
        .isEqualTo(new CommandReceipt.Accepted(command("a", -5_000), true));
    assertThat(posted).hasSize(1);
  }

  @Test
  void aRepetitionAfterTheWindowDoesNothingMore() {
    submit(command("a", -5_000));
    clock = NOW.plusSeconds(61);
    assertThat(submit(command("a", -5_000))).isInstanceOf(CommandReceipt.Accepted.class);
    assertThat(posted).hasSize(1);
  }

  @Test
  void refusesWhoHasNoMandateOrAsksForMoreThanItsOwn() {
    PriorityClass contract = PriorityClass.CONTRACT;
    TargetKind power = TargetKind.VEHICLE_POWER;
    assertThat(code(submit(command("a", "stranger", contract, power, "", -1, 60))))
        .isEqualTo("V2G-401");
    assertThat(code(submit(command("b", "policy:shaving", contract, power, "", -1, 60))))
        .isEqualTo("V2G-401");
    CommandReceipt more =
        submit(command("c", "dms", PriorityClass.GRID_EMERGENCY, power, "", -1, 60));
    assertThat(code(more)).isEqualTo("V2G-401");
    assertThat(((CommandReceipt.Refused) more).sentence())
        .as("classes are named as in the site file")
        .endsWith("may ask for contract at most, not for grid-emergency");
    assertThat(ledger.known).isEmpty();
  }

  @Test
  void refusesWindowsNodesAndPowersThatMakeNoSense() {
    PriorityClass contract = PriorityClass.CONTRACT;
    TargetKind power = TargetKind.VEHICLE_POWER;
    assertThat(code(submit(command("a", "dms", contract, power, "", -1, 0))))
        .isEqualTo("ERR_COMMAND_WINDOW");
    assertThat(code(submit(command("b", "dms", contract, power, "", -1, 8 * 86_400))))
        .isEqualTo("ERR_COMMAND_WINDOW");
    assertThat(code(submit(command("c", "dms", contract, power, "T9", -1, 60))))
        .isEqualTo("ERR_COMMAND_UNKNOWN_NODE");
    assertThat(code(submit(command("d", "dms", contract, power, "", Double.NaN, 60))))
        .isEqualTo("ERR_COMMAND_POWER");
    assertThat(code(submit(command("e", "dms", contract, TargetKind.IMPORT_LIMIT, "", -1, 60))))
        .isEqualTo("ERR_COMMAND_POWER");
    assertThat(code(submit(command("f", "dms", contract, TargetKind.EVSE_POWER, "", 1, 60))))
        .isEqualTo("ERR_COMMAND_POWER");
    assertThat(posted).isEmpty();
  }

  @Test
  void refusesMoreThanSixtyFourCommandsThatHaveNotEnded() {
    for (int i = 0; i < 64; i++) {
      assertThat(code(submit(command("c" + i, -1)))).isEqualTo("accepted");
    }
    assertThat(code(submit(command("more", -1)))).isEqualTo("ERR_COMMAND_TOO_MANY");
    assertThat(code(submit(command("c3", -1)))).as("a repetition").isEqualTo("accepted");
    assertThat(ledger.known)
        .as("and the refusal, with what was refused")
        .hasSize(65)
        .containsKey("grid-command-too-many dms/" + NOW.getEpochSecond() / 60);
    clock = NOW.plusSeconds(61);
    GridCommand later =
        command("l", "dms", PriorityClass.CONTRACT, TargetKind.VEHICLE_POWER, "", -1, 120);
    assertThat(code(submit(later))).isEqualTo("accepted");
  }

  @Test
  void refusesTheCommandBeyondAThousandAndTwentyFourOfAllControllers() {
    for (int i = 0; i < 1_024; i++) {
      live.count(of("controller-" + i / 64, "c" + i));
    }
    assertThat(code(submit(command("more", -1)))).isEqualTo("ERR_COMMAND_TOO_MANY");
    clock = NOW.plusSeconds(61);
    assertThat(live.admit(command("ended", -1), clock)).isEqualTo(LiveCommands.Room.KNOWN);
  }

  @Test
  void admitsNoMoreThanTheTotalHoweverManyControllersThereAre() {
    for (int i = 0; i < 1_024; i++) {
      assertThat(live.admit(of("controller-" + i / 60, "c" + i), NOW))
          .isEqualTo(LiveCommands.Room.TAKEN);
    }
    assertThat(live.admit(of("another", "more"), NOW)).isEqualTo(LiveCommands.Room.NONE);
    assertThat(live.admit(of("controller-0", "c3"), NOW)).isEqualTo(LiveCommands.Room.KNOWN);
  }

  @Test
  void countsWhatWasRecoveredAndLetsItsRepetitionPass() {
    for (int i = 0; i < 64; i++) {
      live.count(command("c" + i, -1));
    }
    assertThat(code(submit(command("more", -1)))).isEqualTo("ERR_COMMAND_TOO_MANY");
    assertThat(code(submit(command("c3", -1)))).isEqualTo("accepted");
  }

  @Test
  void aCommandThatDidNotBecomeDurableGivesItsPlaceBack() {
    ledger.trouble = new JournalException("ERR_DISK_FULL", "no space", null);
    for (int i = 0; i < 100; i++) {
      assertThat(code(submit(command("c" + i, -1)))).isEqualTo("ERR_DISK_FULL");
    }
    ledger.trouble = null;
    for (int i = 0; i < 64; i++) {
      assertThat(code(submit(command("d" + i, -1)))).isEqualTo("accepted");
    }
  }

  private static GridCommand of(String controller, String id) {
    PriorityClass contract = PriorityClass.CONTRACT;
    return command(id, controller, contract, TargetKind.VEHICLE_POWER, "", -1, 60);
  }

  @Test
  void saysWhyACommandCouldNotBeMadeDurable() {
    ledger.trouble = new JournalException("ERR_DISK_FULL", "no space", null);
    assertThat(code(submit(command("a", -5_000)))).isEqualTo("ERR_DISK_FULL");
    assertThat(posted).isEmpty();
  }
}

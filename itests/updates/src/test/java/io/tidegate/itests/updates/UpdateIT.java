package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import io.tidegate.itests.updates.Works.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Releases at a whole gateway: one that goes well, and each way in which one does not (P1–P3). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpdateIT {
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";
  private static final String NAME = "dialects";

  private Scene scene;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Home home =
        Home.in(folder)
            .write(
                "config/site.yaml",
                "site: Updates\ngrid: {importCapKw: 100, exportCapKw: 0, buildingDesignLoadKw: 0}\n"
                    + "stations:\n  - {id: CS1, evses: [{id: E1, number: 1, node: grid, phases: L123,"
                    + " maxChargeKw: 11, safeShareKw: 0}]}\n");
    scene = new Scene(home, folder, 3_000).start();
  }

  @AfterAll
  void close() throws Exception {
    if (scene != null) {
      scene.close();
    }
  }

  private String ordered(String version, Fault fault) throws Exception {
    return scene.order(
        scene
            .works()
            .release(NAME, 1, scene.works().another(DIALECT, version, Swap.BLUE_GREEN, fault)));
  }

  private String versions() throws Exception {
    return scene.hand().ask("versions " + DIALECT);
  }

  @Test
  @Order(1)
  void replacesADialectBesideTraffic() throws Exception {
    String before = versions();
    scene.hand().ask("watch " + DIALECT);
    scene.await(ordered("1.0.1", Fault.NONE), "CONFIRMED");
    assertThat(before).startsWith("0.1.0").doesNotContain(" ");
    Await.until("the old one is gone", Scene.PATIENCE, () -> versions().equals("1.0.1:32"));
    assertThat(scene.hand().ask("in-force")).contains("dialects", "confirmed=true");
    Await.until(
        "the old class loader is collected", Scene.PATIENCE, () -> scene.hand().left() == 0);
  }

  @Test
  @Order(2)
  void refusesWhatWouldNotResolve() throws Exception {
    String[] end = scene.await(ordered("1.0.2", Fault.UNRESOLVABLE), "REFUSED");
    assertThat(end[2]).isEqualTo("UNRESOLVABLE");
    assertThat(end[3]).contains("io.tidegate.nowhere");
    assertThat(versions()).isEqualTo("1.0.1:32");
  }

  @Test
  @Order(3)
  void refusesAClassThatUsesWhatItsProviderDoesNotHave() throws Exception {
    String[] end = scene.await(ordered("1.0.21", Fault.UNLINKED), "REFUSED");
    assertThat(end[2]).isEqualTo("API_BREAK");
    assertThat(end[3])
        .contains(
            DIALECT + " 1.0.21",
            "broken.Outdated uses",
            "org.apache.felix.hc.api.HealthCheck.perform(), which org.apache.felix.healthcheck.api"
                + " 2.0.4 does not have");
    assertThat(versions()).isEqualTo("1.0.1:32");
  }

  @Test
  @Order(4)
  void refusesAnApiThatDropsWhatItExportedAtThatVersion() throws Exception {
    Works works = scene.works();
    Path archive =
        works.release(
            "api", 1, works.another("io.tidegate.api.journal", "1.0.7", Swap.RESTART, Fault.DROPS));
    String[] end = scene.await(scene.order(archive), "REFUSED");
    assertThat(end[2]).isEqualTo("API_BREAK");
    assertThat(end[3]).contains("without io.tidegate.api.journal.Journal,");
  }

  private void refused(String version, Fault fault, String... words) throws Exception {
    String[] end = scene.await(ordered(version, fault), "REFUSED");
    assertThat(end[2]).isEqualTo("UNRESOLVABLE");
    assertThat(end[3]).contains(words);
    assertThat(versions()).isEqualTo("1.0.1:32");
  }

  @Test
  @Order(4)
  void refusesADescriptionWithoutItsClass() throws Exception {
    refused(
        "1.0.22",
        Fault.MISNAMED,
        DIALECT + " 1.0.22: OSGI-INF/" + DIALECT + ".xml",
        "class " + DIALECT + ".Ocpp201DialectMisnamed, which nobody has");
  }

  @Test
  @Order(4)
  void refusesABundleWithoutTheDescriptionOfItsComponent() throws Exception {
    refused(
        "1.0.23",
        Fault.UNDESCRIBED,
        DIALECT + " 1.0.23: its Service-Component names OSGI-INF/",
        "which is not in it");
  }

  private void refused(String bundle, Swap kind, Fault fault, String words) throws Exception {
    Works works = scene.works();
    String before = scene.hand().ask("versions " + bundle);
    Path archive = works.release("methods", 1, works.another(bundle, "1.0.24", kind, fault));
    String[] end = scene.await(scene.order(archive), "REFUSED");
    assertThat(end[2]).isEqualTo("UNRESOLVABLE");
    assertThat(end[3])
        .startsWith(bundle + " 1.0.24: OSGI-INF/" + bundle + ".xml: component " + bundle + " has ")
        .contains(words);
    assertThat(scene.hand().ask("versions " + bundle)).isEqualTo(before);
  }

  @Test
  @Order(4)
  void refusesAComponentWithoutTheMethodThatActivatesIt() throws Exception {
    refused(
        "io.tidegate.policy.peak.shaving",
        Swap.BLUE_GREEN,
        Fault.UNACTIVATED,
        "activate method begin, which class io.tidegate.policy.peak.shaving.PeakShaving does not"
            + " have");
  }

  @Test
  @Order(4)
  void refusesAComponentWithoutTheMethodThatBindsAService() throws Exception {
    refused(
        "io.tidegate.core.control",
        Swap.IN_PLACE,
        Fault.UNBOUND,
        "reference Actuator with bind method bindActuatorX, which class"
            + " io.tidegate.core.control.ControlComponent does not have (and 4 more)");
  }

  private void goesBack(String version, Fault fault, String code, String... words)
      throws Exception {
    String[] end = scene.await(ordered(version, fault), "ROLLED_BACK");
    assertThat(end[2]).as(end[3]).isEqualTo(code);
    assertThat(end[3]).contains(words);
    assertThat(versions()).isEqualTo("1.0.1:32");
    assertThat(scene.gateway().rest().health("ocpp-2-0-1").toString()).contains("ok");
  }

  @Test
  @Order(5)
  void goesBackFromAComponentWhoseClassCannotBeLoaded() throws Exception {
    goesBack(
        "1.0.31",
        Fault.UNLOADABLE,
        "START_FAILED",
        "Component broken could not start: class io.tidegate.itests.updates.broken.HalfComponent cannot be"
            + " loaded: NoClassDefFoundError: acme/util/TimerTask");
  }

  @Test
  @Order(5)
  void goesBackFromAComponentThatFailsWhenItIsAskedForAndSaysWhatItSaid() throws Exception {
    goesBack(
        "1.0.32",
        Fault.COMPONENT_THROWS,
        "START_FAILED",
        "Component broken could not start: IllegalStateException: it was meant to fail when it is asked for");
  }

  @Test
  @Order(6)
  void goesBackFromABundleWhoseHealthCheckIsGone() throws Exception {
    goesBack(
        "1.0.33",
        Fault.UNCHECKED,
        "UNHEALTHY",
        "Health check ocpp-2-0-1 of " + DIALECT + " is gone");
  }

  @Test
  @Order(6)
  void goesBackFromADialectThatNobodyOffersAnyMore() throws Exception {
    goesBack(
        "1.0.34",
        Fault.MUTE,
        "UNHEALTHY",
        DIALECT + " does not offer io.tidegate.api.connection.Dialect any more, which others used");
  }

  @Test
  @Order(6)
  void goesBackFromAComponentThatCannotBeMadeBeforeAnybodyAsksForIt() throws Exception {
    goesBack("1.0.35", Fault.UNASKED, "UNHEALTHY", "omponent broken");
  }

  @Test
  @Order(6)
  void goesBackFromABundleThatUninstallsItselfOnceItHasTheWork() throws Exception {
    goesBack("1.0.36", Fault.LEAVES, "UNHEALTHY", DIALECT + " does not run");
  }

  @Test
  @Order(6)
  void goesBackFromAComponentThatLeavesItsConfigurationToNobody() throws Exception {
    goesBack(
        "1.0.37",
        Fault.UNREAD,
        "UNHEALTHY",
        "Nobody takes the configuration " + DIALECT + " any more, which " + DIALECT + " took");
  }

  private void goesBackFromSilence(String version, Fault fault, String words) throws Exception {
    Works.Jar jar = scene.works().another(DIALECT, version, Swap.BLUE_GREEN, fault);
    try (var station = TalkingStation.connect(scene.home(), "CS1", "ocpp2.0.1")) {
      String id = scene.order(scene.works().release(NAME, 60, jar));
      scene.await(id, "PROBATION");
      for (int i = 0; i < 5; i++) {
        station.say("[2,\"" + i + "\",\"Heartbeat\",{}]");
      }
      String[] end = scene.await(id, "ROLLED_BACK");
      assertThat(end[2]).as(end[3]).isEqualTo("UNHEALTHY");
      assertThat(end[3]).contains("ERR_DIALECT_SILENT: " + DIALECT + " " + version, words);
      assertThat(versions()).isEqualTo("1.0.1:32");
      assertThat(scene.gateway().rest().health("ocpp-transport").toString()).doesNotContain("ERR_");
    }
  }

  @Test
  @Order(6)
  void goesBackFromADialectThatAnswersNoStation() throws Exception {
    goesBackFromSilence("1.0.38", Fault.DEAF, "calls of stations without an answer;");
  }

  @Test
  @Order(6)
  void goesBackFromADialectThatFailsOnEachMessage() throws Exception {
    goesBackFromSilence(
        "1.0.39", Fault.CHOKES, "calls of stations without an answer (IllegalStateException);");
  }

  private void undone(String bundle, Fault fault, String words) throws Exception {
    String before = scene.hand().ask("versions " + bundle);
    Works works = scene.works();
    Path archive = works.release("other", 1, works.another(bundle, "1.0.9", Swap.IN_PLACE, fault));
    String[] end = scene.await(scene.order(archive), "ROLLED_BACK");
    assertThat(end[2]).as(end[3]).isEqualTo("UNHEALTHY");
    assertThat(end[3]).contains(words);
    assertThat(scene.hand().ask("versions " + bundle)).isEqualTo(before);
    Await.until(
        "the control loop is well",
        Scene.PATIENCE,
        () -> scene.gateway().rest().health("control").toString().contains("ok"));
  }

  @Test
  @Order(6)
  void bringsBackABundleThatAnOrderHasTakenOutUnasked() throws Exception {
    String control = "io.tidegate.core.control";
    String before = scene.hand().ask("versions " + control);
    undone(
        "io.tidegate.policy.peak.shaving",
        Fault.EVICTS,
        ". Meanwhile " + control + " did not run any more and was started again.");
    assertThat(scene.hand().ask("versions " + control)).isEqualTo(before);
  }

  @Test
  @Order(6)
  void goesBackFromAnApiThatMovedToAnotherPath() throws Exception {
    String rest = "io.tidegate.admin.rest";
    undone(rest, Fault.ELSEWHERE, rest + " does not serve /api/* any more");
  }

  @Test
  @Order(6)
  void goesBackFromAnApiThatTakesNoTokenAnyMore() throws Exception {
    String rest = "io.tidegate.admin.rest";
    undone(rest, Fault.SHUT, rest + " answers with 401 at /api/*, where it answered with 200");
  }

  @Test
  @Order(6)
  void goesBackFromAConsoleThatMovedToAnotherPath() throws Exception {
    String console = "io.tidegate.admin.console";
    undone(console, Fault.ELSEWHERE, console + " does not serve / any more");
  }

  @Test
  @Order(6)
  void goesBackFromAControlLoopThatFindsNoActuator() throws Exception {
    undone(
        "io.tidegate.core.control",
        Fault.AIMLESS,
        "omponent io.tidegate.core.control has no io.tidegate.api.control.Actuator any more");
  }

  @Test
  @Order(6)
  void goesBackFromAPolicyThatFailsEachTimeItIsAskedAndSaysThatItIsWell() throws Exception {
    String policy = "io.tidegate.policy.peak.shaving";
    String before = scene.hand().ask("versions " + policy);
    Works works = scene.works();
    // longer than the loop is patient with a policy
    Path archive =
        works.release("policy", 20, works.another(policy, "1.0.10", Swap.BLUE_GREEN, Fault.FAILS));
    String[] end = scene.await(scene.order(archive), "ROLLED_BACK");
    assertThat(end[2]).as(end[3]).isEqualTo("UNHEALTHY");
    assertThat(end[3])
        .contains(
            "ERR_POLICY_FAILED: policy peak-shaving has failed for ",
            "it was meant to fail when it is asked");
    assertThat(scene.hand().ask("versions " + policy)).isEqualTo(before);
    Await.until(
        "the control loop is well",
        Scene.PATIENCE,
        () -> scene.gateway().rest().health("control").toString().contains("ok"));
    assertThat(scene.home().log().split("Policy peak-shaving failed;", -1)).hasSize(2);
  }

  @Test
  @Order(5)
  void goesBackFromABundleThatThrowsAtItsStart() throws Exception {
    String[] end = scene.await(ordered("1.0.3", Fault.THROWS), "ROLLED_BACK");
    assertThat(end[2]).isEqualTo("START_FAILED");
    assertThat(end[3])
        .isEqualTo(DIALECT + " did not start: IllegalStateException: it was meant to fail.");
    assertThat(versions()).isEqualTo("1.0.1:32");
  }

  @Test
  @Order(6)
  void goesBackFromABundleThatIsNotWell() throws Exception {
    String[] end = scene.await(ordered("1.0.4", Fault.RED), "ROLLED_BACK");
    assertThat(end[2]).isEqualTo("UNHEALTHY");
    assertThat(end[3]).contains("it was meant to be red");
    assertThat(versions()).isEqualTo("1.0.1:32");
  }

  @Test
  @Order(7)
  void goesBackWhenTheUpdaterIsStoppedInTheMiddle() throws Exception {
    String id = ordered("1.0.5", Fault.NONE);
    scene.await(id, "PROBATION");
    scene.hand().ask("stop io.tidegate.admin.updates");
    assertThat(versions()).contains("1.0.5:32");
    scene.hand().ask("start io.tidegate.admin.updates");
    String[] end = scene.await(id, "ROLLED_BACK");
    assertThat(end[2]).isEqualTo("INTERRUPTED");
    assertThat(versions()).isEqualTo("1.0.1:32");
  }

  @Test
  @Order(8)
  void refusesAReleaseThatWasThereBefore() throws Exception {
    Path again =
        scene
            .works()
            .release(
                NAME, 1, 1, scene.works().another(DIALECT, "1.0.6", Swap.BLUE_GREEN, Fault.NONE));
    assertThat(scene.await(scene.order(again), "REFUSED")[2]).isEqualTo("REPLAYED");
  }

  @Test
  @Order(9)
  void goesBackFromABundleThatHangsInItsActivatorAndForgetsIt() throws Exception {
    String[] end = scene.await(ordered("1.0.41", Fault.HANGS), "ROLLED_BACK");
    assertThat(end[2]).isEqualTo("START_FAILED");
    assertThat(end[3]).contains(DIALECT + " 1.0.41", "hangs", "restart the gateway");
    // 8: it is starting, and nobody can stop it; the others are as they were
    assertThat(versions()).contains("1.0.1:32", "1.0.41:8");
    assertThat(scene.gateway().rest().health("updates").toString())
        .contains("warn", "1.0.41", "hangs");
    scene.await(ordered("1.0.42", Fault.NONE), "CONFIRMED");
    Await.until(
        "the old one is gone", Scene.PATIENCE, () -> versions().equals("1.0.41:8 1.0.42:32"));
  }

  @Test
  @Order(10)
  void goesBackFromABundleThatHangsInAComponent() throws Exception {
    String[] end = scene.await(ordered("1.0.43", Fault.COMPONENT_HANGS), "ROLLED_BACK");
    assertThat(end[2]).isEqualTo("START_FAILED");
    assertThat(end[3]).contains(DIALECT + " 1.0.43", "hangs");
    assertThat(versions()).contains("1.0.42:32").doesNotContain("1.0.43:32");
    assertThat(scene.gateway().rest().health("updates").toString()).contains("1.0.43");
    scene.await(ordered("1.0.44", Fault.NONE), "CONFIRMED");
    Await.until("the old one is gone", Scene.PATIENCE, () -> versions().endsWith("1.0.44:32"));
  }

  @Test
  @Order(11)
  void startsWithWhatWasConfirmedAfterAKillInTheMiddle() throws Exception {
    String id = ordered("1.0.7", Fault.NONE);
    scene.await(id, "PROBATION");
    scene.kill();
    scene.start();
    assertThat(scene.view(id)).contains("ROLLED_BACK", "INTERRUPTED");
    assertThat(versions()).isEqualTo("1.0.44:32");
  }

  @Test
  @Order(12)
  void removesAFeatureAndBringsItBack() throws Exception {
    String removal = scene.hand().ask("drop-feature console").split(" ")[0];
    scene.await(removal, "CONFIRMED");
    Await.until(
        "the bundle is gone",
        Scene.PATIENCE,
        () -> scene.hand().ask("versions io.tidegate.admin.console").isEmpty());
    String back = scene.hand().ask("add-feature console").split(" ")[0];
    scene.await(back, "CONFIRMED");
    assertThat(scene.hand().ask("versions io.tidegate.admin.console")).endsWith(":32");
  }

  @Test
  @Order(13)
  void startsTheContainerAnewForAPartOfTheApi() throws Exception {
    String api = "io.tidegate.api.journal";
    String id =
        scene.order(
            scene
                .works()
                .release("api", 1, scene.works().another(api, "1.0.8", Swap.RESTART, Fault.NONE)));
    Await.until(
        "the container is started anew",
        Scene.PATIENCE,
        () -> scene.gateway().output().split("ready in ").length == 3,
        scene.gateway()::story);
    scene.reconnect();
    scene.await(id, "CONFIRMED");
    assertThat(scene.hand().ask("versions " + api)).isEqualTo("1.0.8:32");
    assertThat(versions()).isEqualTo("1.0.44:32");
  }

  @Test
  @Order(14)
  void goesBackOnceAndThenToTheDistribution() throws Exception {
    scene.await(scene.hand().ask("back " + NAME).split(" ")[0], "CONFIRMED");
    Await.until("the one before", Scene.PATIENCE, () -> versions().equals("1.0.42:32"));
    scene.await(scene.hand().ask("back " + NAME).split(" ")[0], "CONFIRMED");
    Await.until(
        "the distribution's own", Scene.PATIENCE, () -> versions().matches("0\\.1\\.0\\S*:32"));
  }

  @Test
  @Order(15)
  void hasALineInTheJournalForEachStep() throws Exception {
    Gateway.Ended list = Gateway.run("journal", "list", "--home", scene.home().folder().toString());
    assertThat(list.code()).as(list.output()).isZero();
    assertThat(list.output().substring(list.output().indexOf("last steps of updates")))
        .contains("(dialects", ": WAIT", ": START: 1 bundles change.", ": CONFIRMED");
  }

  @Test
  @Order(16)
  void goesBackWhileNoGatewayRuns() throws Exception {
    scene.await(ordered("1.0.61", Fault.NONE), "CONFIRMED");
    String[] back = {
      "updates", "rollback", NAME, "--offline", "--home", scene.home().folder().toString()
    };
    assertThat(Gateway.run(back).output()).contains("another gateway runs");
    scene.kill();
    Gateway.Ended done = Gateway.run(back);
    assertThat(done.code()).as(done.output()).isZero();
    assertThat(done.output()).contains(NAME + " is the distribution's own at the next start");
    scene.start();
    assertThat(versions()).matches("0\\.1\\.0\\S*:32");
    assertThat(scene.hand().ask("in-force")).doesNotContain(NAME);
  }
}

package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Rest;
import io.tidegate.itests.updates.Works.Fault;
import io.tidegate.itests.updates.Works.Jar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Properly signed additions that would take from the gateway what it cannot do without, or from
 * each other what they need: nothing of the product goes with them (P2).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdditionsIT {
  private static final String CLOCK = "io.tidegate.core.clock";
  private static final String POLICY = "io.tidegate.policy.peak.shaving";

  private Scene scene;
  private List<String> shipped;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Home home =
        Home.in(folder)
            .write(
                "config/site.yaml",
                "site: Additions\ngrid: {importCapKw: 100, exportCapKw: 0, buildingDesignLoadKw:"
                    + " 0}\n");
    scene = new Scene(home, folder).start();
    shipped = states();
  }

  @AfterAll
  void close() throws Exception {
    if (scene != null) {
      scene.close();
    }
  }

  private List<String> states() throws Exception {
    return Stream.of(scene.hand().ask("states").split("\\|")).sorted().toList();
  }

  private void refused(Path archive, String words) throws Exception {
    String[] end = scene.await(scene.order(archive), "REFUSED");
    assertThat(end[2]).as(end[3]).isEqualTo("MIXED");
    assertThat(end[3]).contains(words);
    assertThat(states()).isEqualTo(shipped);
  }

  private void confirmed(Path archive) throws Exception {
    scene.await(scene.order(archive), "CONFIRMED");
  }

  private void notDone(Rest.Answer answer, String code, String words) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(409);
    JsonNode error = answer.body().path("error");
    assertThat(error.path("code").asText()).as("%s", error).isEqualTo(code);
    assertThat(error.path("message").asText()).contains(words);
  }

  private Rest.Answer post(String path) throws Exception {
    return scene.gateway().rest().post("/api/v1/" + path, Map.of());
  }

  private Rest.Answer removal(String feature) throws Exception {
    Rest rest = scene.gateway().rest();
    return rest.send(rest.request("/api/v1/features/" + feature + "?disturb=true").DELETE());
  }

  @Test
  @Order(1)
  void refusesAFeatureThatIsCalledAsOneOfTheProduct() throws Exception {
    Works works = scene.works();
    for (String feature : List.of("core", "platform", "policies")) {
      refused(
          works.addition("thief", feature, "", Works.empty("acme.empty", "1.0.0")),
          feature + " is the product's; give the one of release thief a name of its own");
    }
    notDone(removal("core"), "TOO_LATE", "no gateway without it");
  }

  @Test
  @Order(2)
  void refusesToMakeABundleOfTheCoreRemovable() throws Exception {
    Works works = scene.works();
    Jar clock = works.another(CLOCK, "9.0.0", Swap.IN_PLACE, Fault.NONE);
    refused(works.addition("thief", "thief", "", clock), CLOCK + " cannot be part of feature");
    Jar older = works.another(CLOCK, "0.0.9", Swap.IN_PLACE, Fault.NONE);
    refused(works.release("thief", 1, older), CLOCK + " 0.0.9 is older than the product's");
  }

  @Test
  @Order(3)
  void bringsThePolicyOfTheProductBackByGoingBackAlone() throws Exception {
    Works works = scene.works();
    Jar newer = works.another(POLICY, "9.0.0", Swap.BLUE_GREEN, Fault.NONE);
    confirmed(works.addition("peak", "peak", "", newer));
    notDone(removal("peak"), "TOO_LATE", "`tidegate updates rollback peak` brings back");
    assertThat(states()).contains(POLICY + ":9.0.0:32");
    scene.await(scene.hand().ask("back peak").split(" ")[0], "CONFIRMED");
    Await.until("the addition's own is gone", Scene.PATIENCE, () -> states().equals(shipped));
  }

  @Test
  @Order(4)
  void keepsAnAdditionThatAnotherOneNeeds() throws Exception {
    Works works = scene.works();
    confirmed(works.addition("acme", "acme", "", Works.empty("acme.base", "1.0.0")));
    confirmed(works.addition("needy", "needy", "acme", Works.empty("needy.user", "1.0.0")));
    notDone(removal("acme"), "MIXED", "Release needy needs acme");
    notDone(post("releases/acme/rollback"), "MIXED", "Release needy needs acme");
    assertThat(states()).contains("acme.base:1.0.0:32");
    Rest.Answer unneeded = removal("needy");
    assertThat(unneeded.status()).isEqualTo(202);
    scene.await(unneeded.body().path("id").asText(), "CONFIRMED");
  }

  @Test
  @Order(5)
  void staysWithAdditionsAndTheirRemovalOverAKill() throws Exception {
    scene.kill();
    scene.start();
    assertThat(states()).contains("acme.base:1.0.0:32").containsAll(shipped);
    assertThat(states()).noneMatch(state -> state.startsWith("needy."));
  }
}

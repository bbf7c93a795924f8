package io.tidegate.codec.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.settings.Newest.Standing;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class NewestTest {
  private final Newest<String, String> services = new Newest<>();

  private void add(String id, String service, int ranking, String version, long number) {
    services.add(id, service, new Standing(ranking, new Version(version), number));
  }

  @Test
  void takesTheNewerBundleWhicheverComesFirst() {
    add("p", "old", 0, "1.0.0", 1);
    add("p", "new", 0, "1.0.1", 2);
    assertThat(services.get("p")).contains("new");
    services.remove(1);
    add("p", "old again", 0, "1.0.0", 3);
    assertThat(services.get("p")).contains("new");
  }

  @Test
  void returnsToTheOldOneWhenTheNewerGoes() {
    add("p", "old", 0, "1.0.0", 1);
    add("p", "new", 0, "1.0.1", 2);
    services.remove(2);
    assertThat(services.get("p")).contains("old");
    services.remove(1);
    assertThat(services.get("p")).isEmpty();
  }

  @Test
  void letsTheRankingGoBeforeTheVersion() {
    add("p", "ranked", 1, "1.0.0", 1);
    add("p", "new", 0, "2.0.0", 2);
    assertThat(services.get("p")).contains("ranked");
  }

  @Test
  void takesTheFirstOfEquals() {
    add("p", "second", 0, "1.0.0", 2);
    add("p", "first", 0, "1.0.0", 1);
    assertThat(services.get("p")).contains("first");
  }

  @Test
  void keepsIdsApart() {
    add("p", "a", 0, "1.0.0", 1);
    add("q", "b", 0, "1.0.0", 2);
    assertThat(services.live())
        .containsOnly(java.util.Map.entry("p", "a"), java.util.Map.entry("q", "b"));
  }
}

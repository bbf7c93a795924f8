package io.tidegate.admin.updates.description;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong with a component: a sentence each, by what it is about. What it is about does not
 * change from one version of a bundle to the next, so that what is wrong already can be told apart.
 */
final class Faults {
  private static final int LONGEST = 400;

  private final String component;
  private final Map<String, String> found = new TreeMap<>();

  Faults(String component) {
    this.component = component;
  }

  /**
   * Notes one.
   *
   * @param about empty: the component as such
   * @param words after the component's name
   */
  void add(String about, String words) {
    String sentence = "component " + component + " " + words;
    found.putIfAbsent(
        component + " " + about,
        sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + "…" : sentence);
  }

  void when(boolean wrong, String about, String words) {
    if (wrong) {
      add(about, words);
    }
  }

  Map<String, String> found() {
    return found;
  }
}
